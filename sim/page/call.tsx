/** A call in C, which may break where C has a place for it and nowhere else. */

export function Call({ text }: { readonly text: string }) {
  return <code>{text.split(/(?<=[(,=_>. ])/).flatMap((part) => [part, <wbr />])}</code>
}
