"""cases_cli: the command line's contract: what it says, how it ends, which files it leaves."""
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time

from casekit import (PROGRAM, ROOT, Fail, Folder, environment, expect, expect_status, files_in, piao, read, templates,
                     tool, write)
from pdfread import File, text_string
from scaleplan import scaled

HERE = os.path.join(ROOT, 'tests', 'cli')
PLAN, TEMPLATE = os.path.join(HERE, 'piano.json'), os.path.join(HERE, 'modello.yaml')
SAMPLE = os.path.join(ROOT, 'samples', 'provincia-valdolmo-2025.json')
RENDER = ('render', PLAN, '--template', TEMPLATE)
KEYS = {'file', 'line', 'column', 'pointer', 'severity', 'code', 'message', 'hint'}
CASES = []


def case(function):
    CASES.append(('cli/' + function.__name__.replace('_', '-'), function))
    return function


def cases():
    yield from CASES


def one_line(run, *words):
    """The first line of standard error holds WORDS."""
    first = run.err.partition('\n')[0]
    for word in words:
        expect(word in first, 'said "%s", not "%s"' % (first, word))


def both_languages(arguments, status, italian, english, **more):
    for language, words in (('it', italian), ('en', english)):
        run = piao(*arguments, '--lang', language, **more)
        expect_status(run, status, language)
        expect(all(word in run.err for word in words), '%s: said\n%s' % (language, run.err.rstrip()))
        expect(run.out == b'', '%s: wrote to standard output' % language)


def refused(status, *arguments, words=(), make=None, **more):
    """A run that must end with STATUS and leave an existing output as it was, and nothing beside it."""
    with Folder() as folder:
        if make:
            make(folder)
        target = write(os.path.join(folder, 'documento.pdf'), 'quello di prima')
        os.utime(target, (1e9, 1e9))
        before = files_in(folder)
        run = piao(*arguments, '--output', 'documento.pdf', cwd=folder, **more)
        expect_status(run, status)
        expect(all(word in run.err for word in words), 'said\n%s' % run.err.rstrip())
        expect(read(target) == b'quello di prima' and os.stat(target).st_mtime == 1e9, 'the old file was touched')
        expect(files_in(folder) == before, 'left behind: %s' % files_in(folder))
        return run


# ---- wrong usage ----

@case
def no_command():
    for locale, word in (('it_IT.UTF-8', 'stato di uscita'), ('en_GB.UTF-8', 'exit status')):
        run = piao(LC_ALL=locale)
        expect_status(run, 2)
        expect(word in run.err and run.out == b'', 'said\n%s' % run.err)


@case
def unknown_command():
    both_languages(['frobnica'], 2, ['comando sconosciuto', 'frobnica'], ['unknown command', 'frobnica'])
    both_languages(['rendr'], 2, ['comando sconosciuto rendr', 'forse "render"'], ['unknown command rendr', 'maybe "render"'])
    both_languages(['help', 'chek'], 2, ['comando sconosciuto chek', 'forse "check"'], ['maybe "check"'])


@case
def unknown_option():
    both_languages([*RENDER, '--ouput', 'x.pdf'], 2, ['opzione sconosciuta', '--ouput'], ['unknown option', '--ouput'])
    both_languages([*RENDER, '-z'], 2, ['-z'], ['-z'])
    both_languages([*RENDER, '--ouput=x.pdf'], 2, ['opzione sconosciuta --ouput\n', 'forse "--output"'], ['maybe "--output"'])
    both_languages([*RENDER, '--untaged'], 2, ['vedi: piao help'], ['see: piao help'])


@case
def option_values():
    for wrong in (['--date', '2026-02-30'], ['--date=ieri'], ['--pdfa', '1b'], ['--dump', 'pagine'],
                  ['--diagnostics', 'xml'], ['--set', 'senza'], ['--strict=1']):
        run = refused(2, *RENDER, *wrong)
        one_line(run, 'piao:', wrong[0].partition('=')[0])
    for wrong, allowed in ((['--dump', 'pagine'], 'data, ydoc, template, content, layout, tags'), (['--pdfa', '1b'], '2a, 3a'),
                           (['--lang', 'fr'], 'it, en'), (['--date', 'ieri'], 'AAAA-MM-GG'), (['--set', '=x'], 'chiave=valore'),
                           (['--edition', 'interna'], 'public, internal'), (['--diagnostics', 'xml'], 'text, json')):
        run = refused(2, *RENDER, *wrong)
        expect('%s: "%s"\n  ammesso: %s' % (*wrong, allowed) in run.err, run.err)
    run = refused(2, *RENDER, *['--allow-dir', '/tmp'] * 17)
    expect('al massimo: 16' in run.err, run.err)
    run = piao(*RENDER, '--output')
    expect_status(run, 2)
    one_line(run, '--output')


@case
def arguments_missing_or_too_many():
    expect_status(piao('render'), 2)
    expect_status(piao('render', PLAN), 2)
    expect_status(piao(*RENDER), 2)
    expect_status(piao('check'), 2)
    refused(2, 'render', PLAN, PLAN, '--template', TEMPLATE)


@case
def unknown_template():
    near = templates()[0]
    refused(2, 'render', PLAN, '--template', near[:-2] + near[-1], words=['unknown-template', '"%s"' % near])
    both_languages(['check', '--template', near[:-2] + near[-1]], 2, ['modello sconosciuto', 'forse "%s"' % near],
                   ['unknown template', near])


@case
def set_parameter():
    with Folder() as folder:
        for arguments, motto in (([], 'nessuno'), (['--set', 'motto=a=b è più'], 'a=b è più')):
            target = os.path.join(folder, 'x.pdf')
            expect_status(piao(*RENDER, '--output', target, *arguments), 0)
            text, _ = tool('structure.py', '--text', target)
            expect('Motto: ' + motto in text, text)
    refused(2, *RENDER, '--set', 'moto=x', words=['unknown-parameter', 'motto'])


# ---- wrong input ----

@case
def broken_plan():
    def make(folder):
        write(os.path.join(folder, 'rotto.json'), '{"formato": "piao-plan/1",')
    run = refused(1, 'render', 'rotto.json', '--template', TEMPLATE, words=['rotto.json:1:'], make=make)
    expect('errore' in run.err, run.err)
    refused(1, 'render', '-', '--template', TEMPLATE, stdin=b'', words=['json-empty'])


@case
def broken_template():
    def make(folder):
        write(os.path.join(folder, 'm.yaml'), 'piao-template: 1\nbody:\n  - txet: ciao\n')
    refused(1, 'render', PLAN, '--template', 'm.yaml', words=['m.yaml:3:', 'text'], make=make)


@case
def everything_wrong_is_said_at_once():
    with Folder() as folder:
        write(os.path.join(folder, 'p.json'), '{"formato": "piao-plan/1", "ente": {}, "documento": {}, "obiettivi": 3}')
        write(os.path.join(folder, 'm.yaml'), 'piao-template: 1\nbody:\n  - txet: a\n  - text: ${nulla}\n')
        run = piao('render', 'p.json', '--template', 'm.yaml', '--output', 'x.pdf', cwd=folder)
        expect_status(run, 1)
        expect(run.err.count('p.json:') >= 3 and run.err.count('m.yaml:') >= 2, run.err)


@case
def strict():
    plan = json.loads(read(PLAN))
    del plan['obiettivi'][0]['ambiti']
    plan['obiettivi'][0]['peso_'] = 3
    text = json.dumps(plan).encode()

    def make(folder):
        write(os.path.join(folder, 'p.json'), text)
    arguments = ('render', 'p.json', '--template', TEMPLATE)
    run = refused(1, *arguments, '--strict', make=make, words=['unknown-key'])
    with Folder() as folder:
        make(folder)
        loose = piao(*arguments, '--output', 'x.pdf', cwd=folder)
        expect_status(loose, 0)
        expect('avviso' in loose.err, loose.err)
    expect_status(piao('check', '-', stdin=text), 0)
    expect_status(piao('check', '-', '--strict', stdin=text), 1)
    expect('avviso' in run.err or 'errore' in run.err, run.err)


@case
def diagnostics_as_json():
    plan = b'{"formato": "piao-plan/1", "ente": {"denominazione": 3}, "documento": {"titolo": "x", "esercizio": 2026},' \
           b'\n "obiettivi": [{"codice": "a\\"b", "titolo": "t", "unita": "\\u00e8"}]}'
    said = {}
    for language in ('it', 'en'):
        run = piao('check', '-', '--diagnostics', 'json', '--lang', language, stdin=plan)
        expect_status(run, 1)
        said[language] = [json.loads(line) for line in run.err.splitlines()]
        expect(len(said[language]) >= 2, run.err)
        for row in said[language]:
            expect(set(row) == KEYS, 'keys %s' % sorted(row))
            expect(row['severity'] in ('error', 'warning', 'note'), row['severity'])
            expect(type(row['line']) is int and type(row['column']) is int, row)
            expect(re.fullmatch('[a-z0-9-]+', row['code']), row['code'])
    same = [[{k: row[k] for k in KEYS - {'message', 'hint'}} for row in said[l]] for l in ('it', 'en')]
    expect(same[0] == same[1], 'languages differ in more than their sentences')
    run = piao(*RENDER, '--output', '/no/such/folder/x.pdf', '--diagnostics', 'json')
    expect_status(run, 3)
    expect(set(json.loads(run.err)) == KEYS, run.err)


# ---- the system fails ----

@case
def plan_cannot_be_read():
    refused(3, 'render', 'manca.json', '--template', TEMPLATE, words=['manca.json', 'cannot-read'])
    refused(3, 'render', '.', '--template', TEMPLATE, words=['cannot-read'])
    refused(3, 'render', PLAN, '--template', 'manca.yaml', words=['manca.yaml', 'cannot-read'])


@case
def output_cannot_be_written():
    with Folder() as folder:
        os.mkdir(os.path.join(folder, 'cartella'))
        os.mkdir(os.path.join(folder, 'chiusa'), 0o500)
        targets = ['manca/x.pdf', 'cartella', 'x.pdf/', 'x' * 300 + '.pdf', '/dev/full', '']
        targets += ['/proc/x.pdf'] if os.geteuid() == 0 else ['chiusa/x.pdf']
        for target in targets:
            run = piao(*RENDER, '--output', target, cwd=folder)
            expect_status(run, 3, target)
            expect('cannot-write' in run.err, '%s: %s' % (target, run.err))
        expect(files_in(folder) == ['cartella', 'chiusa'] and not files_in(os.path.join(folder, 'cartella')),
               'left behind: %s' % files_in(folder))
    with open('/dev/full', 'wb') as full:
        for arguments in ([*RENDER, '--output', '-'], [*RENDER, '--dump', 'content'], ['templates'], ['help'],
                          ['--version']):
            run = piao(*arguments, stdout=full)
            expect_status(run, 3, arguments[0] + ' to a full disk')


@case
def disk_full_in_the_middle():
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    refused(3, 'render', SAMPLE, '--template', templates()[0], preexec=small, words=['cannot-write'])


@case
def closed_pipe():
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen([PROGRAM, *RENDER, '--output', '-'], stdout=writer, stderr=subprocess.PIPE,
                               env=environment())
    os.close(writer)
    said = process.stderr.read().decode('utf-8', 'replace')
    process.stderr.close()
    expect(process.wait(60) == 3, 'exit status %s\n%s' % (process.returncode, said))
    expect('cannot-write' in said, said)


@case
def terminated():
    plan = json.dumps(scaled(json.loads(read(SAMPLE)), 4)).encode()
    with Folder() as folder:
        write(os.path.join(folder, 'p.json'), plan)
        caught = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            target = write(os.path.join(folder, 'x.pdf'), 'quello di prima')
            process = subprocess.Popen([PROGRAM, 'render', 'p.json', '--template', templates()[0], '--output', 'x.pdf'],
                                       cwd=folder, stderr=subprocess.DEVNULL, env=environment())
            while process.poll() is None and len(files_in(folder)) == 2:
                time.sleep(0.0005)
            process.send_signal(number)
            status = process.wait(60)
            if status == 0:
                continue  # it was done before the signal came
            caught = True
            expect(status == -number, 'ended with %s, not by the signal' % status)
            expect(files_in(folder) == ['p.json', 'x.pdf'], 'left behind: %s' % files_in(folder))
            expect(read(target) == b'quello di prima', 'the old file was touched')
        expect(caught, 'the signal never came in time')


@case
def home():
    with Folder() as folder:
        os.makedirs(os.path.join(folder, 'bin'))
        moved = os.path.join(folder, 'bin', 'piao')
        shutil.copy(PROGRAM, moved)
        target = os.path.join(folder, 'x.pdf')
        both_languages([*RENDER, '--output', target], 3, ['PIAO_HOME'], ['PIAO_HOME'], program=moved, PIAO_HOME=None)
        both_languages([*RENDER, '--output', target], 3, ['PIAO_HOME'], ['PIAO_HOME'], PIAO_HOME=folder)
        expect(not os.path.exists(target), 'a document without fonts')
        os.makedirs(os.path.join(folder, 'share', 'piao'))
        for name in ('templates', 'fonts'):
            os.symlink(os.path.join(ROOT, name), os.path.join(folder, 'share', 'piao', name))
        expect_status(piao(*RENDER, '--output', target, program=moved, PIAO_HOME=None), 0, 'installed')
        expect_status(piao(*RENDER, '--output', target + '2', PIAO_HOME=os.path.join(folder, 'share', 'piao')), 0)
        expect(read(target) == read(target + '2'), 'another home, other bytes')


# ---- what works ----

@case
def version():
    run = piao('--version')
    expect_status(run, 0)
    expect(re.fullmatch(rb'piao \d+\.\d+\.\d+\n', run.out) and not run.err, run.out)


@case
def help_in_both_languages():
    for locale, word in (('it_IT.UTF-8', 'stato di uscita'), ('en_GB.UTF-8', 'exit status')):
        for arguments in (['help'], ['--help'], ['-h'], ['help', 'help']):
            run = piao(*arguments, LC_ALL=locale)
            text = run.out.decode('utf-8')
            expect_status(run, 0)
            expect(word in text and not run.err, text + run.err)
            expect(all('piao ' + name in text for name in ('render', 'check', 'templates')), text)
        for arguments in (['help', 'check'], ['check', '--help'], ['-h', 'check']):
            run = piao(*arguments, LC_ALL=locale)
            text = run.out.decode('utf-8')
            expect_status(run, 0)
            expect(word in text and 'piao check' in text and '--template' in text and '--edition' in text, text)
            expect('piao render' not in text and '--output' not in text and not run.err, text + run.err)


@case
def language_from_the_locale():
    for changes, word in (({'LC_ALL': 'it_IT.UTF-8'}, 'errore'), ({'LC_ALL': 'en_US.UTF-8'}, 'error:'),
                          ({'LC_ALL': None, 'LANG': 'it_IT.UTF-8'}, 'errore'), ({'LC_ALL': None, 'LANG': 'de_DE'}, 'error:'),
                          ({'LC_ALL': '', 'LC_MESSAGES': 'en_GB', 'LANG': 'it_IT'}, 'error:')):
        run = piao('check', '-', stdin=b'x', **changes)
        expect(word in run.err, '%s: %s' % (changes, run.err))


@case
def built_in_templates():
    run = piao('templates')
    expect_status(run, 0)
    rows = [line.split(None, 1) for line in run.out.decode('utf-8').splitlines()]
    expect([row[0] for row in rows] == templates() and all(len(row) == 2 for row in rows), rows)
    for name in templates():
        run = piao('check', '--template', name)
        expect_status(run, 0, name)
        expect(run.err == '', run.err)


@case
def check_says_nothing_when_all_is_right():
    for arguments in (['check', PLAN], ['check', PLAN, '--template', TEMPLATE], ['check', '--template', TEMPLATE]):
        run = piao(*arguments)
        expect_status(run, 0)
        expect(run.out == b'' and run.err == '', run.err)


@case
def standard_input_and_output():
    with Folder() as folder:
        target = os.path.join(folder, 'x.pdf')
        expect_status(piao(*RENDER, '--output', target), 0)
        run = piao('render', '-', '--template', TEMPLATE, '--output', '-', stdin=read(PLAN), cwd=folder)
        expect_status(run, 0)
        expect(run.out == read(target) and run.err == '', 'other bytes through pipes')
        expect(files_in(folder) == ['x.pdf'], 'left behind: %s' % files_in(folder))


@case
def output_replaces_and_keeps_links():
    with Folder() as folder:
        real, link = os.path.join(folder, 'vero.pdf'), os.path.join(folder, 'x.pdf')
        write(real, 'quello di prima')
        os.chmod(real, 0o640)
        os.symlink('vero.pdf', link)
        expect_status(piao(*RENDER, '--output', link), 0)
        expect(os.path.islink(link) and read(real)[:5] == b'%PDF-', 'the link was replaced')
        expect(os.stat(real).st_mode & 0o777 == 0o640, 'the mode was not kept')
        expect(files_in(folder) == ['vero.pdf', 'x.pdf'], 'left behind: %s' % files_in(folder))


@case
def dump_of_each_stage():
    with Folder() as folder:
        seen = set()
        for stage in ('data', 'ydoc', 'template', 'content', 'layout', 'tags'):
            run = piao(*RENDER, '--output', 'x.pdf', '--dump', stage, cwd=folder)
            expect_status(run, 0, stage)
            expect(len(run.out) > 100 and run.out.decode('utf-8'), '%s: %r' % (stage, run.out))
            expect(piao(*RENDER, '--dump=' + stage, cwd=folder).out == run.out, '%s: another dump without output' % stage)
            expect(piao(*RENDER, '--dump', stage, cwd='/').out == run.out, '%s: another dump elsewhere' % stage)
            seen.add(run.out)
        expect(len(seen) == 6 and files_in(folder) == [], 'stages alike, or files left: %s' % files_in(folder))
    expect_status(piao('render', '-', '--template', TEMPLATE, '--dump', 'content', stdin=b'{'), 1)


def creation_date(*arguments, **changes):
    run = piao(*RENDER, '--output', '-', *arguments, **changes)
    expect_status(run, 0)
    file = File(run.out)
    return text_string(file.get(file.trailer['Info'])['CreationDate'])


@case
def dates():
    for arguments, changes, date in (
            ([], {}, 'D:20260101000000Z'), (['--date', '2026-03-09'], {}, 'D:20260309000000Z'),
            ([], {'SOURCE_DATE_EPOCH': '1767225661'}, 'D:20260101000101Z'),
            (['--date', '2026-03-09'], {'SOURCE_DATE_EPOCH': '0'}, 'D:20260309000000Z'),
            (['--date', '2026-03-09'], {'SOURCE_DATE_EPOCH': 'domani'}, 'D:20260309000000Z'),
            ([], {'SOURCE_DATE_EPOCH': '0'}, 'D:19700101000000Z'), ([], {'SOURCE_DATE_EPOCH': ''}, 'D:20260101000000Z'),
            ([], {'TZ': 'Pacific/Auckland'}, 'D:20260101000000Z')):
        found = creation_date(*arguments, **changes)
        expect(found == date, '%s %s: %s, expected %s' % (arguments, changes, found, date))
    for wrong in ('domani', '-1', ' 1', '1.5', '253402300800', '99999999999999999999999999'):
        refused(2, *RENDER, words=['bad-epoch', wrong], SOURCE_DATE_EPOCH=wrong)


@case
def attachment():
    with Folder() as folder:
        target = os.path.join(folder, 'x.pdf')
        expect_status(piao(*RENDER, '--output', target, '--pdfa', '3a', '--edition', 'internal'), 0)
        text, status = tool('structure.py', '--check', target)
        expect(status == 0, text)
        file = File.open(target)
        spec = file.get(file.get(file.catalog['AF'])[0])
        embedded = file.get(file.get(spec['EF'])['F'])
        expect(embedded.data == read(PLAN), 'the plan inside is not the plan')
        expect(spec['AFRelationship'] == 'Source' and embedded.get('Subtype') == 'application/json', spec)
        expect(b'AFRelationship' not in piao(*RENDER, '--output', '-').out, 'an attachment that nobody asked for')


@case
def untagged():
    run = piao(*RENDER, '--output', '-', '--untagged')
    expect_status(run, 0)
    catalog = File(run.out).catalog
    expect('StructTreeRoot' not in catalog and 'MarkInfo' not in catalog, sorted(catalog))


@case
def quiet_and_short_options():
    with Folder() as folder:
        run = piao('render', SAMPLE, '-t', templates()[0], '-o', 'x.pdf', '-q', cwd=folder)
        expect_status(run, 0)
        expect(run.err == '' or ': ' in run.err.partition('\n')[0], run.err)
        expect(run.out == b'' and files_in(folder) == ['x.pdf'], run.out)
