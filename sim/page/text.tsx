/** The whole document as text, for screen readers and for copying. */
export function Text({ text }: { readonly text: string }) {
  return (
    <section class="text" aria-label="The report as text">
      <details>
        <summary>The whole report as text</summary>
        <pre tabIndex={0}>{text}</pre>
      </details>
    </section>
  )
}
