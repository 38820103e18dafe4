import {readFileSync} from 'node:fs'
import {readLog} from './sim/ftrace/read.ts'
import {readMapping} from './sim/conform/mapping.ts'
import {sourceOf} from './sim/scenario/source.ts'
import {formatProblem} from './sim/errors.ts'
import {parseCalls} from './sim/conform/calls.ts'
import {groupCalls} from './sim/conform/groups.ts'
import {describeSeen} from './sim/conform/pattern.ts'
const {mapping,problems}=readMapping(sourceOf('mapping.yaml',readFileSync('conform/xfs-6.12/mapping.yaml','utf8')))
for(const p of problems) console.log(formatProblem(p))
if(mapping) for (const f of process.argv.slice(3)) {
 const {log}=readLog(f,readFileSync(f,'utf8'))
 const {calls,strays,outside,ignored}=parseCalls(mapping,log)
 console.log(f,calls.length,'outside',outside.length,[...ignored.values()])
 for(const s of strays) console.log('  STRAY',s.thread,s.event.line,s.event.text.trim().slice(0,150),'| in',s.call?.kind,'| expected',s.expected.map(describeSeen).join('; '))
 for(const c of calls) console.log('  ',c.thread,c.kind,c.inode,c.matched[0].event.line,'+',c.matched.length,c.complete)
 const g=groupCalls(mapping,calls)
 for(const i of g.instances) console.log('   inst',i.group,i.number,JSON.stringify([...i.variables].map(([k,v])=>k+'='+v.value)))
 console.log('homeless',g.homeless.map(h=>h.event.line+h.event.name))
}
