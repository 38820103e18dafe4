/** Designs, invariants or races side by side; a cell that has a run opens it. */
import type { Cell, Table as TableRecord } from '../document/document.ts'
import { useStore } from './context.ts'

export function Tables() {
  const { document } = useStore()
  return (
    <>
      {document.tables.map((table) => (
        <TableView key={table.title} table={table} />
      ))}
    </>
  )
}

function TableView({ table }: { readonly table: TableRecord }) {
  return (
    <section class="table" aria-label={table.title}>
      <div class="bar-title">
        <h2>{table.title}</h2>
      </div>
      <p class="quiet">{table.note}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={`${table.title}, table`}>
        <table>
          <thead>
            <tr>
              {table.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <CellView key={j} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const signs = { plain: '', good: '\u2713 ', bad: '\u2717 ', doubt: '? ' } as const

function CellView({ cell }: { readonly cell: Cell }) {
  const store = useStore()
  const { run, tone, text, detail } = cell
  const words = (
    <>
      <span aria-hidden="true">{signs[tone]}</span>
      {text}
    </>
  )
  return (
    <td class={tone} title={detail}>
      {run === undefined ? (
        words
      ) : (
        <button
          type="button"
          class="plain"
          aria-pressed={store.run.value === run}
          onClick={() => {
            store.show(run)
            document.querySelector('.axis')?.scrollIntoView()
          }}
        >
          {words}
        </button>
      )}
    </td>
  )
}
