/** Unpacks the page, which is deflated, and starts it: the policy knows it by its hash. */
import { unpacked } from './unpacked.ts'

async function load(): Promise<void> {
  document.documentElement.dataset['loading'] = ''
  const script = document.createElement('script')
  script.textContent = await unpacked(document.getElementById('packed')?.textContent ?? '').text()
  document.body.append(script)
}

// Without it, the report stays the text that it is.
load().catch(() => {
  delete document.documentElement.dataset['loading']
})
