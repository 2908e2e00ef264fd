"""cases_documents: cases whose input is a file: diagnostics, small PDFs, samples, published plans, other builds."""
import glob
import json
import os
import shlex
import subprocess

from casekit import (PROGRAM, ROOT, Fail, Folder, Skip, check_pdf, compare, environment, expect, expect_status, need,
                     other_locale, piao, read, templates, tool)

# Percent of a plan's words that a layout made for such plans must print.
FIDELITY = {('provincia-valdolmo-2025', 'provincia-cremona'): '99.9',
            ('provincia-cremona-2023', 'provincia-cremona'): '99.9'}


def folders(pattern):
    return [path for path in sorted(glob.glob(os.path.join(ROOT, pattern))) if os.path.isdir(path)]


# ---- diagnostics ----

def diagnostic(folder, language):
    arguments = ['check', '--lang', language]
    if os.path.exists(os.path.join(folder, 'plan.json')):
        arguments.append('plan.json')
    if os.path.exists(os.path.join(folder, 'template.yaml')):
        arguments += ['--template', 'template.yaml']
    run = piao(*arguments, cwd=folder)
    compare(os.path.join(folder, 'expected.%s.txt' % language), run.err)
    expect(run.out == b'', 'standard output: %r' % run.out[:200])
    wrong = any(word in line for line in run.err.splitlines() for word in (': errore: ', ': error: '))
    expect_status(run, 1 if wrong else 0)


def diagnostic_cases():
    for folder in folders('tests/diag/*'):
        for language in ('it', 'en'):
            yield 'diag/%s.%s' % (os.path.basename(folder), language), \
                lambda folder=folder, language=language: diagnostic(folder, language)


# ---- small documents ----

def named(folder, file, note):
    """A file of the case, or what its note names: a path from the case's folder, or a built-in template."""
    own = os.path.join(folder, file)
    if os.path.exists(own):
        return own
    text = read(os.path.join(folder, note)).decode('utf-8').strip()
    path = os.path.join(folder, text)
    return os.path.normpath(path) if os.path.exists(path) else text


def small_document(folder):
    plan, template = named(folder, 'plan.json', 'plan'), named(folder, 'template.yaml', 'template')
    options = []
    if os.path.exists(os.path.join(folder, 'options')):
        options = shlex.split(read(os.path.join(folder, 'options')).decode('utf-8'))
    with Folder() as made:
        first, second = os.path.join(made, 'first.pdf'), os.path.join(made, 'second.pdf')
        relative = [os.path.relpath(path, folder) if os.path.isabs(path) else path for path in (plan, template)]
        run = piao('render', relative[0], '--template', template if '/' not in template else
                   './' + relative[1], '--output', first, *options, cwd=folder)
        messages = os.path.join(folder, 'messages.txt')
        if run.err or os.path.exists(messages):
            compare(messages, run.err)
        expect_status(run, 0)
        run = piao('render', plan, '--template', template, '--output', 'second.pdf', *options, cwd=made,
                   LC_ALL=other_locale(), TZ='Pacific/Auckland')
        expect_status(run, 0, 'second run')
        expect(read(first) == read(second), 'another locale, time zone and working folder make other bytes')
        compare(os.path.join(folder, 'tags.txt'), tool('structure.py', first)[0])
        compare(os.path.join(folder, 'text.txt'), tool('structure.py', '--text', first)[0])
        check_pdf(first)


def small_document_cases():
    for folder in folders('tests/pdf/*'):
        yield 'pdf/' + os.path.basename(folder), lambda folder=folder: small_document(folder)


# ---- whole plans with every layout ----

def whole_document(plan, template):
    with Folder() as made:
        pdf = os.path.join(made, 'document.pdf')
        run = piao('render', plan, '--template', template, '--output', pdf)
        expect_status(run, 0)
        expect(': layout-overflow' not in run.err and '[layout-overflow]' not in run.err, run.err.rstrip())
        check_pdf(pdf)
        least = FIDELITY.get((os.path.splitext(os.path.basename(plan))[0], template))
        if least:
            need('pdftotext')
            text, status = tool('fidelity.py', plan, pdf, '--min', least)
            expect(status == 0, text.rstrip())


def plan_cases(group, pattern):
    for plan in sorted(glob.glob(pattern)):
        name = os.path.splitext(os.path.basename(plan))[0]
        for template in templates():
            yield '%s/%s+%s' % (group, name, template), \
                lambda plan=plan, template=template: whole_document(plan, template)


def sample_cases():
    yield from plan_cases('samples', os.path.join(ROOT, 'samples', '*.json'))


def shared_cases():
    shared = os.environ.get('PIAO_SHARED') or os.path.join(ROOT, '..', 'shared')
    cases = list(plan_cases('plans', os.path.join(shared, 'plans', '*.json')))

    def absent():
        raise Skip('no published plans (PIAO_SHARED names the folder that holds plans/)')

    yield from cases or [('plans', absent)]


# ---- another compiler, other bytes? ----

def other_build():
    need('clang', 'make')
    folder = os.path.join(ROOT, 'build', 'cases-clang')
    program = os.path.join(folder, 'piao')
    done = subprocess.run(['make', '-s', '-C', ROOT, 'VARIANT=debug', 'CC=clang', 'B=' + folder, program],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(MAKEFLAGS=None))
    expect(done.returncode == 0, done.stdout.decode('utf-8', 'replace')[-4000:])
    for plan in sorted(glob.glob(os.path.join(ROOT, 'samples', '*.json'))):
        for template in templates():
            arguments = ['render', plan, '--template', template, '--output', '-']
            ours, theirs = piao(*arguments), piao(*arguments, program=program)
            expect_status(ours, 0)
            expect_status(theirs, 0, 'built by clang')
            expect(ours.out == theirs.out, '%s with %s: clang -O0 and %s make other bytes' % (
                os.path.basename(plan), template, os.path.basename(PROGRAM)))


def build_cases():
    yield 'build/clang-debug', other_build
