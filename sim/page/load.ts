/** Unpacks the page, which is deflated, and starts it: the policy knows it by its hash. */

async function load(): Promise<void> {
  document.documentElement.dataset['loading'] = ''
  const packed = atob(document.getElementById('packed')?.textContent ?? '')
  const bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const script = document.createElement('script')
  script.textContent = await new Response(stream).text()
  document.body.append(script)
}

// Without it, the report stays the text that it is.
load().catch(() => {
  delete document.documentElement.dataset['loading']
})
