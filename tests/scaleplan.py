#!/usr/bin/env python3
"""scaleplan.py PLAN.json TIMES: the plan made TIMES as long, on standard output. Objectives and strategic objectives
are repeated with codes and references of their own, so that nothing is shared and everything is still right."""
import copy
import json
import sys


def scaled(plan, times):
    plan = copy.deepcopy(plan)
    strategic, objectives = plan.get('obiettivi_strategici', []), plan.get('obiettivi', [])

    def renamed(code, k):
        return code if k == 0 else '%s.%d' % (code, k)

    own = {o['codice'] for o in objectives}
    plan['obiettivi_strategici'] = [dict(s, codice=renamed(s['codice'], k)) for k in range(times) for s in strategic]
    plan['obiettivi'] = [
        dict(o, codice=renamed(o['codice'], k),
             **({'obiettivo_strategico': renamed(o['obiettivo_strategico'], k)} if o.get('obiettivo_strategico') else {}))
        for k in range(times) for o in objectives]
    for share in plan.get('fondo', {}).get('quote', []):
        share['obiettivi'] = [renamed(c, k) if c in own else c for k in range(times) for c in share.get('obiettivi', [])]
    return {key: value for key, value in plan.items() if value}


def main(arguments):
    if len(arguments) != 2 or not arguments[1].isdigit() or int(arguments[1]) < 1:
        sys.stderr.write(__doc__)
        return 2
    with open(arguments[0], encoding='utf-8') as f:
        json.dump(scaled(json.load(f), int(arguments[1])), sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
