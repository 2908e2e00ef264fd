/* file: reading whole files, writing them so that they are either complete or not there.
 *
 * Output goes to a temporary file in the target's folder; only file_commit, after every write,
 * flush, fsync and close has succeeded, gives it its name. */
#ifndef PIAO_BASE_FILE_H
#define PIAO_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct file_text {
    const char *data; /* followed by a NUL that is not counted */
    size_t size;
};

/* Reads PATH ("-" is standard input) whole, at most LIMIT bytes. Returns 0, or an errno value
 * (EFBIG beyond the limit, EISDIR for a folder) with *OUT empty. */
int file_read(struct arena *arena, const char *path, size_t limit, struct file_text *out);

/* Path arithmetic; results live in the arena. */
const char *path_folder(struct arena *arena, const char *path); /* "a/b.yaml" -> "a", "b" -> "." */
/* Always with a folder before NAME ("." when FOLDER is empty), unless NAME is absolute. */
const char *path_join(struct arena *arena, const char *folder, const char *name);
/* True when PATH, resolved through links, lies in FOLDER (or below). False also when either does
 * not exist. */
bool path_inside(const char *folder, const char *path);

struct file_out;

/* Begins to write PATH ("-" is standard output, written only at commit). Returns 0 and *OUT, or an
 * errno value and *OUT NULL. Folders are not created.
 * Through links, the file they point to is replaced; an existing mode is kept. A device, pipe or
 * socket is not replaced but written at commit. For one thread. */
int file_create(const char *path, struct file_out **out);
/* Adds bytes; the first failure is kept and reported by file_commit. */
void file_write(struct file_out *out, const void *bytes, size_t size);
/* Flushes, syncs, closes, renames. 0 or an errno value; on failure the temporary file is gone and
 * an older file of that name is untouched. Frees OUT in either case. */
int file_commit(struct file_out *out);
/* Gives up: removes the temporary file, frees OUT. NULL is allowed. */
void file_discard(struct file_out *out);
/* Removes the temporary files of every unfinished output; for signal and exhausted-memory exits
 * (async-signal-safe). */
void file_discard_all(void);

#endif
