"""casekit: what end-to-end cases share: running the program, judging a PDF, comparing with what is expected."""
import difflib
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get('PIAO_PROGRAM') or os.path.join(ROOT, 'piao'))
BLESS = os.environ.get('BLESS') == '1'
TIME_LIMIT = 120


class Fail(Exception):
    pass


class Skip(Exception):
    pass


def environment(**changes):
    """The environment of a run: nothing of the operator's language or clock; None takes a variable away."""
    out = {k: v for k, v in os.environ.items() if not k.startswith('LC_') and k not in (
        'LANG', 'LANGUAGE', 'TZ', 'SOURCE_DATE_EPOCH', 'PIAO_HOME')}
    out.update({'LC_ALL': 'C', 'PIAO_HOME': ROOT})
    out.update(changes)
    return {k: v for k, v in out.items() if v is not None}


class Run:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr.decode('utf-8', 'replace')


def piao(*arguments, cwd=ROOT, stdin=b'', program=None, stdout=subprocess.PIPE, preexec=None, **changes):
    done = subprocess.run([program or PROGRAM, *arguments], cwd=cwd, input=stdin, stdout=stdout,
                          stderr=subprocess.PIPE, env=environment(**changes), timeout=TIME_LIMIT, preexec_fn=preexec)
    return Run(done)


def expect(condition, text):
    if not condition:
        raise Fail(text)


def expect_status(run, status, what=''):
    expect(run.status == status, '%sexit status %d, expected %d%s' % (
        what and what + ': ', run.status, status, run.err and '\n' + run.err.rstrip()))


def files_in(folder):
    return sorted(os.listdir(folder))


class Folder:
    """A folder for one case, gone afterwards."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix='piao-case-')
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def write(path, data):
    with open(path, 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode('utf-8'))
    return path


def tool(name, *arguments):
    """The output of a script beside this one, and its exit status."""
    done = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', name), *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=TIME_LIMIT)
    return done.stdout.decode('utf-8', 'replace'), done.returncode


def check_pdf(path):
    """qpdf and structure.py find nothing wrong."""
    if shutil.which('qpdf'):
        done = subprocess.run(['qpdf', '--check', path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=TIME_LIMIT)
        text = done.stdout.decode('utf-8', 'replace')
        expect(done.returncode == 0 and 'WARNING' not in text, 'qpdf: ' + text.rstrip())
    text, status = tool('structure.py', '--check', path)
    lines = text.rstrip().split('\n')
    expect(status == 0, '\n'.join(lines[:20] + (['... %d more' % (len(lines) - 20)] if len(lines) > 20 else [])))


def need(*programs):
    """Leaves the case when a tool that it is about is missing."""
    for program in programs:
        if not shutil.which(program):
            raise Skip('%s is not installed' % program)


def compare(path, found):
    """FOUND against the file at PATH; with BLESS=1 the file is made what was found, after its diff."""
    expected = read(path).decode('utf-8') if os.path.exists(path) else None
    if expected == found:
        return
    name = os.path.relpath(path, ROOT)
    diff = ''.join(difflib.unified_diff((expected or '').splitlines(True), found.splitlines(True),
                                        name, 'found', n=1))
    if BLESS:
        print(diff.rstrip())
        write(path, found)
        return
    lines = diff.splitlines()
    raise Fail(('%s is not there; BLESS=1 writes it\n' % name if expected is None else '') +
               '\n'.join(lines[:40] + (['... %d more lines' % (len(lines) - 40)] if len(lines) > 40 else [])))


def templates():
    """Names of the built-in templates, as their files say."""
    names = [os.path.splitext(name)[0] for name in os.listdir(os.path.join(ROOT, 'templates')) if name.endswith('.yaml')]
    return sorted(name for name in names if name != 'base')


def other_locale():
    """A locale whose decimals have a comma where there is one."""
    known = subprocess.run(['locale', '-a'], stdout=subprocess.PIPE).stdout.decode('utf-8', 'replace').split()
    for name in ('it_IT.utf8', 'it_IT.UTF-8', 'de_DE.utf8', 'fr_FR.utf8'):
        if name in known:
            return name
    return 'C.UTF-8'
