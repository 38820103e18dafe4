/** What a worker is told so that it can make the model itself: machines do not travel as messages. */
import { study } from '../../api.ts'
import { InternalError } from '../../assert.ts'
import { createModel } from '../../model/model.ts'
import type { Model } from '../../model/model.ts'
import { loadScenario } from '../../scenario/load.ts'
import { importModule } from '../../scenario/modules.ts'
import type { Design } from '../../scenario/scenario.ts'
import type { System } from '../../scenario/system.ts'

export type ModelSource =
  | {
      readonly kind: 'scenario'
      /** As `readScenario` takes it. */
      readonly path: string
      /** Of the scenario that was read: the workers must find the same. */
      readonly hash: string
      readonly design: Design
    }
  /** The system that function `name` of the module at `path` gives for `args`. */
  | {
      readonly kind: 'module'
      readonly path: string
      readonly name: string
      readonly args: readonly (string | number | boolean)[]
    }

/** @throws ScenarioError, StartError, ImpureMachineError as the stages before do. */
export async function loadModel(source: ModelSource): Promise<Model> {
  switch (source.kind) {
    case 'scenario': {
      const scenario = await loadScenario(source.path)
      if (scenario.hash !== source.hash) {
        throw new InternalError(`${source.path} was changed while it was being read`)
      }
      return study(scenario, source.design).model
    }
    case 'module': {
      const { [source.name]: make } = await importModule(source.path)
      if (typeof make !== 'function') {
        throw new InternalError(`${source.path} exports no function ${source.name}`)
      }
      // What it gives is the word of a caller inside this project.
      return createModel(make(...source.args) as System)
    }
  }
}
