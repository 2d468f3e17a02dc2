/*
 * libtiff's T.4 and T.6 codec in memory, one thread, for `fax bench`.
 *
 * Build: cc -O2 -o codec-peer codec-peer.c -ltiff
 *
 * Reads commands from stdin, one a line, and answers each with one line:
 *   version                      "libtiff 4.5.0"
 *   page WIDTH ROWS FILE         reads a raw page (rows of octets, 1 is black, leftmost bit most significant); "ok"
 *   encode CODING MILLISECONDS   codes the page again and again for so long; "PAGES CPU-NANOSECONDS"
 *   decode CODING MILLISECONDS   the same, decoding what encode made
 *   store CODING FILE            writes the coded strip to a file; "OCTETS"
 *   load CODING FILE             takes the strip that decode reads from a file
 *   raw FILE                     writes the page last decoded as raw rows; "OCTETS"
 * CODING is mh, mr or mmr. A failure answers "error WHAT" and ends the program with 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tiffio.h>

typedef struct {
  uint8_t *octets;
  size_t size, room, at;
} Memory;

static uint32_t width, rows;
static uint8_t *page, *decoded;
static size_t page_size;
static Memory files[3];

static void fail(const char *what) {
  printf("error %s\n", what);
  exit(1);
}

static tmsize_t mem_read(thandle_t handle, void *to, tmsize_t n) {
  Memory *m = handle;
  size_t left = m->at < m->size ? m->size - m->at : 0;
  size_t take = (size_t)n < left ? (size_t)n : left;
  memcpy(to, m->octets + m->at, take);
  m->at += take;
  return (tmsize_t)take;
}

static tmsize_t mem_write(thandle_t handle, void *from, tmsize_t n) {
  Memory *m = handle;
  if (m->at + n > m->room) {
    m->room = (m->at + n) * 2;
    m->octets = realloc(m->octets, m->room);
    if (!m->octets) fail("memory");
  }
  memcpy(m->octets + m->at, from, n);
  m->at += n;
  if (m->at > m->size) m->size = m->at;
  return n;
}

static toff_t mem_seek(thandle_t handle, toff_t offset, int whence) {
  Memory *m = handle;
  m->at = whence == SEEK_SET ? offset : whence == SEEK_CUR ? m->at + offset : m->size + offset;
  return m->at;
}

static int mem_close(thandle_t handle) { (void)handle; return 0; }
static toff_t mem_size(thandle_t handle) { return ((Memory *)handle)->size; }

static int coding_of(const char *name) {
  if (!strcmp(name, "mh")) return 0;
  if (!strcmp(name, "mr")) return 1;
  if (!strcmp(name, "mmr")) return 2;
  fail("coding");
  return 0;
}

static TIFF *open_memory(Memory *m, const char *how) {
  TIFF *tif = TIFFClientOpen("memory", how, m, mem_read, mem_write, mem_seek, mem_close, mem_size, NULL, NULL);
  if (!tif) fail("open");
  return tif;
}

static void set_tags(TIFF *tif, int coding) {
  TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tif, TIFFTAG_IMAGELENGTH, rows);
  TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  TIFFSetField(tif, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
  TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, rows);
  TIFFSetField(tif, TIFFTAG_XRESOLUTION, 204.0);
  TIFFSetField(tif, TIFFTAG_YRESOLUTION, 196.0);
  TIFFSetField(tif, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(tif, TIFFTAG_COMPRESSION, coding == 2 ? COMPRESSION_CCITTFAX4 : COMPRESSION_CCITTFAX3);
  if (coding != 2) TIFFSetField(tif, TIFFTAG_GROUP3OPTIONS, coding == 1 ? GROUP3OPT_2DENCODING : 0);
}

static void encode(int coding) {
  Memory *m = &files[coding];
  m->size = m->at = 0;
  TIFF *tif = open_memory(m, "w");
  set_tags(tif, coding);
  if (TIFFWriteEncodedStrip(tif, 0, page, (tmsize_t)page_size) < 0) fail("encode");
  TIFFClose(tif);
}

static void decode(int coding) {
  Memory *m = &files[coding];
  m->at = 0;
  TIFF *tif = open_memory(m, "r");
  if (TIFFReadEncodedStrip(tif, 0, decoded, (tmsize_t)page_size) != (tmsize_t)page_size) fail("decode");
  TIFFClose(tif);
}

static int64_t cpu_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void repeat(void (*work)(int), int coding, int64_t milliseconds) {
  int64_t start = cpu_now(), now;
  long pages = 0;
  do {
    work(coding);
    pages++;
    now = cpu_now();
  } while (now - start < milliseconds * 1000000);
  printf("%ld %lld\n", pages, (long long)(now - start));
}

static uint8_t *read_file(const char *name, size_t *size) {
  FILE *file = fopen(name, "rb");
  if (!file) fail("file");
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *octets = malloc(*size + 1);
  if (!octets || fread(octets, 1, *size, file) != *size) fail("read");
  fclose(file);
  return octets;
}

static void write_file(const char *name, const uint8_t *octets, size_t size) {
  FILE *file = fopen(name, "wb");
  if (!file || fwrite(octets, 1, size, file) != size || fclose(file)) fail("write");
  printf("%zu\n", size);
}

static void read_page(const char *name) {
  free(page);
  free(decoded);
  page = read_file(name, &page_size);
  if (page_size != (size_t)rows * ((width + 7) / 8)) fail("page size");
  decoded = calloc(1, page_size);
  puts("ok");
}

static void store(int coding, const char *name) {
  Memory *m = &files[coding];
  m->at = 0;
  TIFF *tif = open_memory(m, "r");
  tmsize_t size = (tmsize_t)TIFFRawStripSize(tif, 0);
  uint8_t *strip = malloc((size_t)size);
  if (!strip || TIFFReadRawStrip(tif, 0, strip, size) != size) fail("strip");
  TIFFClose(tif);
  write_file(name, strip, (size_t)size);
  free(strip);
}

static void load(int coding, const char *name) {
  size_t size;
  uint8_t *strip = read_file(name, &size);
  Memory *m = &files[coding];
  m->size = m->at = 0;
  TIFF *tif = open_memory(m, "w");
  set_tags(tif, coding);
  if (TIFFWriteRawStrip(tif, 0, strip, (tmsize_t)size) < 0) fail("load");
  TIFFClose(tif);
  free(strip);
  puts("ok");
}

int main(void) {
  char line[4096], name[4000], coding[8];
  int milliseconds;
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(line, sizeof line, stdin)) {
    if (!strncmp(line, "version", 7)) {
      char text[200];
      snprintf(text, sizeof text, "%s", TIFFGetVersion());
      char *end = strchr(text, '\n');
      if (end) *end = 0;
      char *number = strstr(text, "Version ");
      printf("libtiff %s\n", number ? number + 8 : text);
    } else if (sscanf(line, "page %u %u %3999s", &width, &rows, name) == 3) read_page(name);
    else if (sscanf(line, "encode %7s %d", coding, &milliseconds) == 2) repeat(encode, coding_of(coding), milliseconds);
    else if (sscanf(line, "decode %7s %d", coding, &milliseconds) == 2) repeat(decode, coding_of(coding), milliseconds);
    else if (sscanf(line, "store %7s %3999s", coding, name) == 2) store(coding_of(coding), name);
    else if (sscanf(line, "load %7s %3999s", coding, name) == 2) load(coding_of(coding), name);
    else if (sscanf(line, "raw %3999s", name) == 1) write_file(name, decoded, page_size);
    else fail("command");
  }
  return 0;
}
