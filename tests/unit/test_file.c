/* Is a written file complete or not there, whatever the system does on the way? Each test has a
 * fresh folder as its working directory; write, fsync, close and rename can be rigged to fail by
 * standing before the C library's. */
#define _DEFAULT_SOURCE /* syscall */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"

#define COUNT(cases) (sizeof(cases) / sizeof *(cases))

/* The rig. */

static struct {
    int fsync_error, close_error, rename_error;
    bool short_writes; /* 1000 bytes at a time */
    bool interrupted;  /* every second write: EINTR */
    long room;         /* bytes until ENOSPC, when full is set */
    bool full;
    bool zero; /* write returns 0 */
    int writes;
} rig;

ssize_t write(int fd, const void *bytes, size_t size) {
    rig.writes++;
    if (rig.interrupted && rig.writes % 2 == 1) {
        errno = EINTR;
        return -1;
    }
    if (rig.zero) {
        return 0;
    }
    if (rig.short_writes && size > 1000) {
        size = 1000;
    }
    if (rig.full) {
        if (rig.room == 0) {
            errno = ENOSPC;
            return -1;
        }
        size = size < (size_t)rig.room ? size : (size_t)rig.room;
        rig.room -= (long)size;
    }
    return syscall(SYS_write, fd, bytes, size);
}

int fsync(int fd) {
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        errno = EIO; /* always: the folder's sync is best effort */
        return -1;
    }
    errno = rig.fsync_error;
    return rig.fsync_error != 0 ? -1 : 0;
}

int close(int fd) {
    int closed = (int)syscall(SYS_close, fd);
    if (rig.close_error != 0) {
        errno = rig.close_error;
        return -1;
    }
    return closed;
}

int rename(const char *from, const char *to) {
    if (rig.rename_error != 0) {
        errno = rig.rename_error;
        return -1;
    }
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* A folder for each test. */

struct place_of_work {
    struct arena *arena;
    char folder[64];
};

static int enter_folder(void **state) {
    struct place_of_work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        return -1;
    }
    snprintf(work->folder, sizeof work->folder, "/tmp/piao-test-XXXXXX");
    if (mkdtemp(work->folder) == NULL || chdir(work->folder) != 0) {
        free(work);
        return -1;
    }
    work->arena = arena_new();
    memset(&rig, 0, sizeof rig);
    *state = work;
    return 0;
}

static void empty_folder(const char *folder) {
    DIR *entries = opendir(folder);
    struct dirent *entry;
    char path[600];
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            if (unlink(path) != 0) {
                empty_folder(path);
                rmdir(path);
            }
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
}

static int leave_folder(void **state) {
    struct place_of_work *work = *state;
    memset(&rig, 0, sizeof rig);
    empty_folder(work->folder);
    int failed = chdir("/") != 0 || rmdir(work->folder) != 0;
    arena_free(work->arena);
    free(work);
    return failed;
}

static size_t entries(const char *folder) {
    DIR *listing = opendir(folder);
    size_t count = 0;
    assert_non_null(listing);
    while (readdir(listing) != NULL) {
        count++;
    }
    closedir(listing);
    return count - 2;
}

static void put(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void assert_content(void **state, const char *path, const char *expected) {
    struct place_of_work *work = *state;
    struct file_text text;
    assert_int_equal(file_read(work->arena, path, 100 * 1000 * 1000, &text), 0);
    assert_int_equal(text.size, strlen(expected));
    assert_string_equal(text.data, expected);
}

static mode_t mode_of(const char *path) {
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

/* Creates, writes, commits: the first error of the three. */
static int write_file(const char *path, const char *text) {
    struct file_out *out;
    int error = file_create(path, &out);
    if (error != 0) {
        assert_null(out);
        return error;
    }
    file_write(out, text, strlen(text));
    return file_commit(out);
}

/* Reading. */

static void reading(void **state) {
    struct place_of_work *work = *state;
    struct file_text text;
    put("vuoto", "");
    put("piano.json", "{\"ente\": \"Comune di Prova\"}\n");
    assert_int_equal(file_read(work->arena, "vuoto", 0, &text), 0);
    assert_int_equal(text.size, 0);
    assert_string_equal(text.data, "");
    assert_content(state, "piano.json", "{\"ente\": \"Comune di Prova\"}\n");
    assert_int_equal(file_read(work->arena, "piano.json", 28, &text), 0);
    assert_int_equal(text.size, 28);
    assert_int_equal(file_read(work->arena, "piano.json", SIZE_MAX, &text), 0);

    static const struct {
        const char *path;
        size_t limit;
        int error;
    } cases[] = {
        {"piano.json", 27, EFBIG},  {"piano.json", 0, EFBIG},
        {".", 100, EISDIR},         {"manca", 100, ENOENT},
        {"", 100, ENOENT},          {"vuoto/sotto", 100, ENOTDIR},
        {"/dev/zero", 1000, EFBIG}, {"/dev/zero", 200000, EFBIG},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text = (struct file_text){NULL, 9};
        assert_int_equal(file_read(work->arena, cases[i].path, cases[i].limit, &text),
                         cases[i].error);
        assert_int_equal(text.size, 0);
        assert_string_equal(text.data, "");
    }
    /* Opens, and cannot be read at its beginning, where no process has memory. */
    assert_int_equal(file_read(work->arena, "/proc/self/mem", 100, &text), EIO);
    assert_string_equal(text.data, "");
    assert_int_equal(file_read(work->arena, "/dev/null", 0, &text), 0);
    assert_int_equal(text.size, 0);
}

static void reading_bytes_of_any_size(void **state) {
    struct place_of_work *work = *state;
    static const size_t sizes[] = {1, 65535, 65536, 65537, 131072, 1000003};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct buf bytes = BUF_INIT;
        for (size_t k = 0; k < sizes[i]; k++) {
            buf_char(&bytes, (char)(k * 7 % 251)); /* zeros too */
        }
        struct file_out *out;
        struct file_text text;
        assert_int_equal(file_create("f", &out), 0);
        for (size_t at = 0; at < sizes[i]; at += 999) {
            file_write(out, bytes.data + at, sizes[i] - at < 999 ? sizes[i] - at : 999);
        }
        assert_int_equal(file_commit(out), 0);
        assert_int_equal(file_read(work->arena, "f", sizes[i], &text), 0);
        assert_int_equal(text.size, sizes[i]);
        assert_memory_equal(text.data, bytes.data, sizes[i] + 1);
        assert_int_equal(file_read(work->arena, "f", sizes[i] - 1, &text), EFBIG);
        buf_free(&bytes);
    }
}

static void reading_standard_input(void **state) {
    struct place_of_work *work = *state;
    struct file_text text;
    int ends[2], saved = dup(STDIN_FILENO);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "da una pipe", 11), 11);
        close(ends[1]);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        int error = file_read(work->arena, "-", round == 0 ? 11 : 10, &text);
        dup2(saved, STDIN_FILENO);
        assert_int_equal(error, round == 0 ? 0 : EFBIG);
        assert_string_equal(text.data, round == 0 ? "da una pipe" : "");
    }
    close(saved);
}

/* Paths. */

static void path_arithmetic(void **state) {
    struct place_of_work *work = *state;
    static const struct {
        const char *path, *folder;
    } folders[] = {
        {"a/b.yaml", "a"}, {"b", "."},    {"/b", "/"},     {"/", "/"},   {"", "."},
        {"a/b/c", "a/b"},  {"a//b", "a"}, {"a/b/", "a"},   {"a/", "."},  {"../x", ".."},
        {"./x", "."},      {"//b", "/"},  {"a/b///", "a"}, {"///", "/"}, {"/a/b", "/a"},
    };
    for (size_t i = 0; i < COUNT(folders); i++) {
        assert_string_equal(path_folder(work->arena, folders[i].path), folders[i].folder);
    }
    static const struct {
        const char *folder, *name, *path;
    } joins[] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {".", "b", "./b"},
        {"/", "b", "/b"},  {"a", "/b", "/b"},  {"a", "../b", "a/../b"},
        {"", "b", "./b"},  {".", "-", "./-"},  {"a/b", "c/d", "a/b/c/d"},
    };
    for (size_t i = 0; i < COUNT(joins); i++) {
        assert_string_equal(path_join(work->arena, joins[i].folder, joins[i].name), joins[i].path);
    }
}

static void insideness(void **state) {
    (void)state;
    assert_int_equal(mkdir("modelli", 0777), 0);
    assert_int_equal(mkdir("modelli/sotto", 0777), 0);
    assert_int_equal(mkdir("modelli2", 0777), 0);
    put("modelli/a", "");
    put("modelli/sotto/b", "");
    put("modelli2/c", "");
    assert_int_equal(symlink("../modelli2/c", "modelli/fuori"), 0);
    assert_int_equal(symlink("../modelli/a", "modelli2/dentro"), 0);
    assert_int_equal(symlink("modelli", "altro_nome"), 0);
    static const struct {
        const char *folder, *path;
        bool inside;
    } cases[] = {
        {"modelli", "modelli/a", true},
        {"modelli/", "modelli/sotto/b", true},
        {"modelli", "modelli/sotto/../a", true},
        {"modelli", "modelli", true},
        {"altro_nome", "modelli/a", true},
        {"modelli", "altro_nome/a", true},
        {".", "modelli/a", true},
        {"/", "modelli/a", true},
        {"modelli", "modelli2/dentro", true},
        {"modelli", "modelli/fuori", false},
        {"modelli", "modelli/../modelli2/c", false},
        {"modelli", "modelli2/c", false}, /* a name that begins alike */
        {"modelli/sotto", "modelli/a", false},
        {"modelli", "modelli/manca", false},
        {"manca", "modelli/a", false},
        {"modelli", "/", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (path_inside(cases[i].folder, cases[i].path) != cases[i].inside) {
            fail_msg("%s in %s", cases[i].path, cases[i].folder);
        }
    }
}

/* Writing. */

static void writing_and_replacing(void **state) {
    assert_int_equal(write_file("F.pdf", "prima"), 0);
    assert_content(state, "F.pdf", "prima");
    assert_int_equal(write_file("F.pdf", "dopo"), 0);
    assert_content(state, "F.pdf", "dopo");
    assert_int_equal(write_file("vuoto", ""), 0);
    assert_content(state, "vuoto", "");
    assert_int_equal(mkdir("sotto", 0777), 0);
    assert_int_equal(write_file("sotto/G.pdf", "altro"), 0);
    assert_content(state, "sotto/G.pdf", "altro");
    assert_int_equal(entries("."), 3);
    assert_int_equal(entries("sotto"), 1);
}

static void nothing_shows_before_commit(void **state) {
    struct file_out *out;
    put("F.pdf", "prima");
    assert_int_equal(file_create("F.pdf", &out), 0);
    struct buf large = BUF_INIT;
    for (int i = 0; i < 100000; i++) {
        buf_text(&large, "dopo");
    }
    file_write(out, large.data, large.size);
    assert_content(state, "F.pdf", "prima");
    assert_int_equal(entries("."), 2);
    assert_int_equal(file_commit(out), 0);
    assert_content(state, "F.pdf", buf_string(&large));
    assert_int_equal(entries("."), 1);
    buf_free(&large);
}

static void discarding(void **state) {
    struct file_out *out, *other;
    put("F.pdf", "prima");
    file_discard(NULL);
    assert_int_equal(file_create("F.pdf", &out), 0);
    file_write(out, "dopo", 4);
    assert_int_equal(file_create("G.pdf", &other), 0);
    file_discard(out);
    assert_content(state, "F.pdf", "prima");
    assert_int_equal(file_commit(other), 0);
    assert_content(state, "G.pdf", "");
    assert_int_equal(entries("."), 2);
    assert_int_equal(file_create("-", &out), 0);
    file_write(out, "mai scritto", 11);
    file_discard(out);
    assert_int_equal(file_create("/dev/full", &out), 0);
    file_write(out, "mai scritto", 11);
    file_discard(out);
}

static void modes(void **state) {
    mode_t before = umask(027);
    assert_int_equal(write_file("nuovo", "x"), 0);
    assert_int_equal(mode_of("nuovo"), 0640);
    static const mode_t kept[] = {0600, 0666, 0444, 0755, 0};
    for (size_t i = 0; i < COUNT(kept); i++) {
        put("vecchio", "prima");
        assert_int_equal(chmod("vecchio", kept[i]), 0);
        assert_int_equal(write_file("vecchio", "dopo"), 0);
        assert_int_equal(mode_of("vecchio"), kept[i]);
        assert_int_equal(chmod("vecchio", 0600), 0);
        assert_content(state, "vecchio", "dopo");
    }
    umask(before);
}

static void links(void **state) {
    struct stat info;
    char target[100];
    assert_int_equal(mkdir("sotto", 0777), 0);
    put("sotto/vero", "prima");
    assert_int_equal(symlink("vero", "sotto/relativo"), 0);
    assert_int_equal(symlink("sotto/relativo", "doppio"), 0);
    assert_int_equal(write_file("doppio", "dopo"), 0);
    assert_content(state, "sotto/vero", "dopo");
    assert_int_equal(lstat("doppio", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat("sotto/relativo", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat("sotto/vero", &info), 0);
    assert_true(S_ISREG(info.st_mode));

    struct place_of_work *work = *state;
    snprintf(target, sizeof target, "%s/sotto/vero", work->folder);
    assert_int_equal(symlink(target, "assoluto"), 0);
    assert_int_equal(write_file("assoluto", "poi"), 0);
    assert_content(state, "sotto/vero", "poi");

    assert_int_equal(symlink("sotto/nuovo", "pendente"), 0);
    assert_int_equal(write_file("pendente", "nato"), 0);
    assert_content(state, "sotto/nuovo", "nato");

    assert_int_equal(symlink("cerchio", "cerchio"), 0);
    assert_int_equal(write_file("cerchio", "x"), ELOOP);
    assert_int_equal(symlink("manca/x", "senza_cartella"), 0);
    assert_int_equal(write_file("senza_cartella", "x"), ENOENT);
    assert_int_equal(symlink("/dev/full", "pieno"), 0);
    assert_int_equal(write_file("pieno", "x"), ENOSPC);
    assert_int_equal(lstat("pieno", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(entries("sotto"), 3);
}

static void impossible_targets(void **state) {
    (void)state;
    char long_name[300];
    memset(long_name, 'n', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    put("file", "");
    assert_int_equal(mkdir("cartella", 0777), 0);
    const struct {
        const char *path;
        int error;
    } cases[] = {
        {"manca/F.pdf", ENOENT},
        {"file/F.pdf", ENOTDIR},
        {"cartella", EISDIR},
        {"cartella/", EISDIR},
        {"manca/", EISDIR},
        {".", EISDIR},
        {"", ENOENT},
        {"/", EISDIR},
        {long_name, ENAMETOOLONG},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(write_file(cases[i].path, "x"), cases[i].error);
    }
    assert_int_equal(entries("."), 2);
    assert_int_equal(entries("cartella"), 0);
    long_name[255] = '\0'; /* the longest that exists: the temporary name must not be longer */
    assert_int_equal(write_file(long_name, "x"), 0);
    assert_int_equal(entries("."), 3);
}

static void target_becomes_a_folder(void **state) {
    (void)state;
    struct file_out *out;
    assert_int_equal(file_create("F.pdf", &out), 0);
    assert_int_equal(mkdir("F.pdf", 0777), 0);
    assert_int_equal(file_commit(out), EISDIR);
    assert_int_equal(entries("."), 1);
}

/* A temporary name that is taken, by a leftover or by a trap, is passed over. */
static void temporary_names_are_never_reused(void **state) {
    char name[100];
    snprintf(name, sizeof name, ".piao-%ld-0.tmp", (long)getpid());
    put("vittima", "intatta");
    assert_int_equal(symlink("vittima", name), 0);
    assert_int_equal(write_file("F.pdf", "dopo"), 0);
    assert_content(state, "vittima", "intatta");
    assert_content(state, "F.pdf", "dopo");
    assert_int_equal(entries("."), 3);
}

static void devices_and_pipes(void **state) {
    struct stat info;
    assert_int_equal(write_file("/dev/full", "x"), ENOSPC);
    assert_int_equal(write_file("/dev/null", "x"), 0);
    assert_int_equal(stat("/dev/full", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));

    assert_int_equal(mkfifo("fifo", 0600), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(write_file("fifo", "attraverso la fifo"));
    }
    int status;
    assert_content(state, "fifo", "attraverso la fifo");
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(stat("fifo", &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    assert_int_equal(entries("."), 1);
}

/* Runs with standard output going to PATH. */
static int to_standard_output(const char *path, bool with_stdio) {
    struct file_out *out;
    fflush(stdout);
    int saved = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(saved >= 0 && fd >= 0);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    if (with_stdio) {
        fputs("prima ", stdout); /* what was printed before stays before */
    }
    int created = file_create("-", &out);
    file_write(out, "uscita ", 7);
    struct stat info;
    bool early = fstat(STDOUT_FILENO, &info) != 0 || info.st_size != 0;
    file_write(out, "standard", 8);
    int error = file_commit(out);
    ssize_t after = with_stdio ? write(STDOUT_FILENO, ".", 1) : 0;
    dup2(saved, STDOUT_FILENO);
    close(saved);
    assert_int_equal(created, 0);
    assert_false(early);
    assert_int_equal(after, with_stdio ? 1 : 0); /* still open */
    return error;
}

static void standard_output(void **state) {
    assert_int_equal(to_standard_output("uscita", true), 0);
    assert_content(state, "uscita", "prima uscita standard.");
    assert_int_equal(to_standard_output("/dev/full", false), ENOSPC);
    assert_int_equal(entries("."), 1);
}

static void closed_standard_streams(void **state) {
    struct place_of_work *work = *state;
    struct file_text text;
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(STDOUT_FILENO);
        close(STDIN_FILENO);
        _exit(write_file("-", "x") == EBADF && file_read(work->arena, "-", 10, &text) == EBADF ? 0
                                                                                               : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* Failures on the way. */

static struct buf large_text(size_t size) {
    struct buf text = BUF_INIT;
    while (text.size < size) {
        buf_format(&text, "riga %zu\n", text.size);
    }
    return text;
}

static void interrupted_and_short_writes(void **state) {
    struct buf text = large_text(300000);
    rig.interrupted = rig.short_writes = true;
    assert_int_equal(write_file("F.pdf", text.data), 0);
    assert_true(rig.writes > 600);
    rig.interrupted = rig.short_writes = false;
    assert_content(state, "F.pdf", text.data);
    buf_free(&text);
}

static void failures_leave_the_older_file(void **state) {
    static const struct {
        const char *what;
        int fsync_error, close_error, rename_error;
        long room; /* -1: all there is */
        bool zero;
        int error;
    } cases[] = {
        {"fsync", EIO, 0, 0, -1, false, EIO},
        {"quota at fsync", EDQUOT, 0, 0, -1, false, EDQUOT},
        {"close", 0, EIO, 0, -1, false, EIO},
        {"full at close", 0, ENOSPC, 0, -1, false, ENOSPC},
        {"rename", 0, 0, EACCES, -1, false, EACCES},
        {"full at once", 0, 0, 0, 0, false, ENOSPC},
        {"full at the first block", 0, 0, 0, 1000, false, ENOSPC},
        {"full later", 0, 0, 0, 200000, false, ENOSPC},
        {"full at the last byte", 0, 0, 0, 299999, false, ENOSPC},
        {"the first error counts", EIO, EBADF, EACCES, 100, false, ENOSPC},
        {"the sync before the close", EIO, EBADF, EACCES, -1, false, EIO},
        {"write without progress", 0, 0, 0, -1, true, EIO},
    };
    struct buf text = large_text(300000);
    for (int existing = 0; existing < 2; existing++) {
        for (size_t i = 0; i < COUNT(cases); i++) {
            if (existing) {
                put("F.pdf", "prima");
            }
            rig.fsync_error = cases[i].fsync_error;
            rig.rename_error = cases[i].rename_error;
            rig.full = cases[i].room >= 0;
            rig.room = cases[i].room;
            rig.zero = cases[i].zero;
            struct file_out *out;
            int created = file_create("F.pdf", &out);
            for (size_t at = 0; at < text.size; at += 5000) {
                file_write(out, text.data + at, text.size - at < 5000 ? text.size - at : 5000);
            }
            rig.close_error = cases[i].close_error;
            int error = file_commit(out);
            memset(&rig, 0, sizeof rig);
            assert_int_equal(created, 0);
            if (error != cases[i].error) {
                fail_msg("%s: %s", cases[i].what, strerror(error));
            }
            assert_int_equal(entries("."), existing);
            if (existing) {
                assert_content(state, "F.pdf", "prima");
            }
        }
    }
    buf_free(&text);
}

static void harmless_failures(void **state) {
    static const int unsyncable[] = {EINVAL, ENOTSUP, ENOSYS, EROFS};
    for (size_t i = 0; i < COUNT(unsyncable); i++) {
        rig.fsync_error = unsyncable[i];
        assert_int_equal(write_file("F.pdf", "testo"), 0);
    }
    rig.fsync_error = 0;
    rig.close_error = EINTR;
    int error = write_file("F.pdf", "chiuso");
    rig.close_error = 0;
    assert_int_equal(error, 0);
    assert_content(state, "F.pdf", "chiuso");
    assert_int_equal(entries("."), 1);
}

/* The real system's limit, not the rig's. */
static void limited_file_size(void **state) {
    int status;
    put("F.pdf", "prima");
    struct buf text = large_text(300000);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit limit = {100000, 100000};
        signal(SIGXFSZ, SIG_IGN);
        _exit(setrlimit(RLIMIT_FSIZE, &limit) != 0 ? 1 : write_file("F.pdf", text.data));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EFBIG);
    assert_content(state, "F.pdf", "prima");
    assert_int_equal(entries("."), 1);
    buf_free(&text);
}

/* Ends that are not chosen. */

static void on_signal(int number) {
    (void)number;
    file_discard_all();
    _exit(42);
}

static void by_signal(void) {
    raise(SIGTERM);
}

static void by_exhausted_memory(void) {
    memory_fail_after(1);
    arena_new();
}

static void unfinished_outputs_are_removed(void **state) {
    static const struct {
        void (*end)(void);
        int status;
    } cases[] = {{by_signal, 42}, {by_exhausted_memory, 3}};
    put("F.pdf", "prima");
    for (size_t i = 0; i < COUNT(cases); i++) {
        int status;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            int null = open("/dev/null", O_WRONLY);
            dup2(null, STDERR_FILENO);
            struct file_out *outs[4];
            struct sigaction action = {.sa_handler = on_signal};
            sigaction(SIGTERM, &action, NULL);
            static const char *const paths[] = {"F.pdf", "G.pdf", "H.pdf", "I.pdf"};
            for (size_t k = 0; k < COUNT(paths); k++) {
                if (file_create(paths[k], &outs[k]) != 0) {
                    _exit(1);
                }
                file_write(outs[k], "dopo", 4);
            }
            if (entries(".") != (i == 0 ? 5 : 6) || file_commit(outs[1]) != 0) {
                _exit(1);
            }
            file_discard(outs[2]);
            cases[i].end();
            _exit(1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), cases[i].status);
        assert_int_equal(entries("."), 2); /* the older one and the committed one */
        assert_content(state, "F.pdf", "prima");
        assert_content(state, "G.pdf", "dopo");
    }
    file_discard_all(); /* nothing to do */
}

static void a_child_leaves_its_parents_files(void **state) {
    struct file_out *out;
    int status;
    assert_int_equal(file_create("F.pdf", &out), 0);
    file_write(out, "del padre", 9);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct file_out *own;
        if (file_create("G.pdf", &own) != 0) {
            _exit(1);
        }
        file_discard_all();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(entries("."), 1);
    assert_int_equal(file_commit(out), 0);
    assert_content(state, "F.pdf", "del padre");
}

static void discard_all_keeps_errno(void **state) {
    (void)state;
    struct file_out *out;
    assert_int_equal(file_create("F.pdf", &out), 0);
    file_discard_all();
    errno = ERANGE;
    file_discard_all(); /* the file has gone already */
    assert_int_equal(errno, ERANGE);
    assert_int_equal(file_commit(out), ENOENT);
    assert_int_equal(entries("."), 0);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        CASE(reading),
        CASE(reading_bytes_of_any_size),
        CASE(reading_standard_input),
        CASE(path_arithmetic),
        CASE(insideness),
        CASE(writing_and_replacing),
        CASE(nothing_shows_before_commit),
        CASE(discarding),
        CASE(modes),
        CASE(links),
        CASE(impossible_targets),
        CASE(target_becomes_a_folder),
        CASE(temporary_names_are_never_reused),
        CASE(devices_and_pipes),
        CASE(standard_output),
        CASE(closed_standard_streams),
        CASE(interrupted_and_short_writes),
        CASE(failures_leave_the_older_file),
        CASE(harmless_failures),
        CASE(limited_file_size),
        CASE(unfinished_outputs_are_removed),
        CASE(a_child_leaves_its_parents_files),
        CASE(discard_all_keeps_errno),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
