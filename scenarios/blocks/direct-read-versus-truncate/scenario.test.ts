import { scenarioTests } from '../../suite.fixture.ts'

await scenarioTests(import.meta.url)
