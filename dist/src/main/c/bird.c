/*
 * bird, bird6, birdcl, birdcl6, birdc, birdc6: what stands in BIRD's place, distinguished by the name it is called by.
 *
 * The clients ask a daemon over its control socket, as BIRD's do. The daemons' names start jbgpd: the first one that is
 * started also starts the Java process, the second one finds it and has it carry a second router. Each of the two stays,
 * a few hundred kilobytes large, so that whoever supervises them sees, signals and ends each by itself: see
 * docs/decisions/015-the-names-in-c.md and org.jbgp.daemon.shared, the other side.
 *
 * Nothing here takes memory that grows with what others send.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION "development"
#endif

/* What Calico's node ships calls itself so; Version.Face.CALICO on the other side. */
#define AS_BIRD "v0.3.3+birdv1.6.8-jbgpd-" VERSION

/* Both sides speak the same protocol only if they are of one build. */
#define GREETING "jbgpd-shared-1 " VERSION

#define OWN_FOLDER "/run/jbgpd"
#define DEFAULT_HOME "/usr/lib/jbgpd"
#define DEFAULT_CONFIGURATIONS "/etc/jbgpd"
#define DEBIAN_CONFIGURATIONS "/etc/bird"

static const char *program;
static int prefixed; /* BIRD's clients do not say who speaks */

static void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void vcomplain(const char *format, va_list arguments)
{
    fflush(stdout);
    if (prefixed)
        fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

static void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vcomplain(format, arguments);
    va_end(arguments);
}

static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vcomplain(format, arguments);
    va_end(arguments);
    exit(1);
}

/* Writes a path or ends: a path that was cut off would be another file's. */
static void path_into(char path[PATH_MAX], const char *format, ...) __attribute__((format(printf, 2, 3)));

static void path_into(char path[PATH_MAX], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(path, PATH_MAX, format, arguments);
    va_end(arguments);
    if (length < 0 || length >= PATH_MAX)
        fail("a path is longer than %d bytes", PATH_MAX - 1);
}

static int is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* Where control sockets are unless -s says otherwise; DefaultFiles on the other side looks in the same order. */
static const char *run_folder(void)
{
    static const char *const folders[] = {"/var/run/calico", "/run/bird"};
    const char *named = getenv("JBGPD_RUN_DIR");
    if (named && *named)
        return named;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (is_folder(folders[i]))
            return folders[i];
    return OWN_FOLDER;
}

/* A connected socket, or -1 with errno. */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int problem = errno;
        close(fd);
        errno = problem;
        return -1;
    }
    return fd;
}

/* Sends all of it; 0, or -1 with errno. A reader that is gone is an error, no signal. */
static int send_all(int fd, const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        at += sent;
        length -= (size_t)sent;
    }
    return 0;
}

static void write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return; /* Nobody reads it any more. */
        data += written;
        length -= (size_t)written;
    }
}

static ssize_t read_some(int fd, void *buffer, size_t length)
{
    ssize_t got;
    do
        got = read(fd, buffer, length);
    while (got < 0 && errno == EINTR);
    return got;
}

/* ---- the clients ------------------------------------------------------------------------------------------------ */

/* Where in a line of a reply the next byte stands. A line is printed while it comes, however long it is. */
static struct {
    enum { START, BODY } at;
    char head[5]; /* code, and a space at the last line of a reply or '-' before that */
    int length;
    int shown, strange, last;
} line;

static int verbose;
static int busy;     /* a reply is awaited */
static int failed;   /* a reply was an error */
static int greeted;  /* the daemon has said its version */
static int old_bird; /* the daemon is one of 1.6, whose clients call every reply a success */

static void print_head(void)
{
    line.at = BODY;
    fwrite(line.head, 1, (size_t)line.length, stdout);
}

/* What is no reply of the protocol is shown as such, as BIRD's clients do. */
static void strange_line(void)
{
    line.shown = line.strange = 1;
    fputs("??? <", stdout);
    print_head();
}

/* One byte of the beginning of a line. */
static void line_start(char c)
{
    if (line.length == 0) {
        line.shown = line.strange = line.last = 0;
        if (c == '+' || c == ' ') {
            if (c == '+')
                fputs(">>> ", stdout);
            else if (verbose)
                fputs("     ", stdout);
            line.shown = 1;
            line.at = BODY;
            return;
        }
    }
    line.head[line.length++] = c;
    if (line.length < 5) {
        if (c < '0' || c > '9')
            strange_line();
        return;
    }
    if (c != ' ' && c != '-') {
        strange_line();
        return;
    }
    line.last = c == ' ';
    failed |= line.head[0] == '8' || line.head[0] == '9';
    line.shown = memcmp(line.head, "0000", 4) != 0;
    if (line.shown && verbose)
        print_head();
    line.at = BODY;
}

static void line_end(void)
{
    if (line.at == START)
        strange_line(); /* An empty line, or one that is shorter than a code. */
    if (line.strange)
        putchar('>');
    if (line.shown)
        putchar('\n');
    if (line.last)
        busy = 0;
    line.at = START;
    line.length = 0;
    line.last = 0;
}

/* "BIRD v0.3.3+birdv1.6.8 ready.", or "BIRD 2.0.12 ready." */
static void take_version(const char *at, const char *end)
{
    size_t length = (size_t)(end - at);
    greeted = 1;
    old_bird = length > 6 && (memcmp(at, "BIRD v", 6) == 0 || memcmp(at, "BIRD 1.", 7) == 0);
}

static void receive(int server)
{
    char buffer[32768];
    ssize_t got = read_some(server, buffer, sizeof buffer);
    if (got == 0)
        fail("Connection closed by server");
    if (got < 0)
        fail("Server read error: %s", strerror(errno));
    const char *at = buffer, *end = buffer + got;
    while (at < end) {
        if (line.at == START && *at != '\n') {
            line_start(*at++);
            continue;
        }
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *until = newline ? newline : end;
        if (greeted == 0 && line.at == BODY)
            take_version(at, until);
        if (line.shown && line.at == BODY)
            fwrite(at, 1, (size_t)(until - at), stdout);
        at = until;
        if (newline) {
            line_end();
            at++;
        }
    }
    if (fflush(stdout) != 0)
        fail("cannot write: %s", strerror(errno));
}

static void say(int server, const char *words, size_t length)
{
    if (send_all(server, words, length) < 0)
        fail("Server write error: %s", strerror(errno));
}

static void await_reply(int server)
{
    busy = 1;
    while (busy)
        receive(server);
}

static int begins(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* A line of the person, or program, at standard input. */
static void typed(int server, char *text, size_t length)
{
    text[length] = 0;
    if (!isatty(0))
        puts(text);
    if (length == 0)
        return;
    if (begins(text, "exit") || begins(text, "quit"))
        exit(0);
    busy = 1;
    size_t question = length;
    while (question > 1 && (text[question - 1] == ' ' || text[question - 1] == '\t'))
        question--;
    if (text[question - 1] == '?') {
        text[question - 1] = 0;
        say(server, "help ", 5);
    }
    say(server, text, strlen(text));
    say(server, "\n", 1);
}

/* Commands from standard input, one a line, until it ends. What the daemon says meanwhile is shown at once. */
static void converse(int server)
{
    static char input[4096];
    size_t length = 0;
    int too_long = 0, ended = 0, prompt = 1;
    for (;;) {
        if (!busy && prompt) {
            fputs("bird> ", stdout);
            fflush(stdout);
            prompt = 0;
        }
        if (!busy && ended && length > 0 && length < sizeof input && !memchr(input, '\n', length))
            input[length++] = '\n'; /* The last line, without its end. */
        char *newline = busy ? NULL : memchr(input, '\n', length);
        if (newline) {
            size_t taken = (size_t)(newline - input) + 1;
            if (too_long)
                puts("Input too long.");
            else
                typed(server, input, taken - 1);
            too_long = 0;
            length -= taken;
            memmove(input, input + taken, length);
            prompt = 1;
            continue;
        }
        if (!busy && length == sizeof input) {
            too_long = 1;
            length = 0;
        }
        if (!busy && ended) {
            putchar('\n');
            return;
        }
        struct pollfd ready[] = {{.fd = server, .events = POLLIN}, {.fd = busy ? -1 : 0, .events = POLLIN}};
        if (poll(ready, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            fail("poll: %s", strerror(errno));
        }
        if (ready[0].revents)
            receive(server);
        else if (ready[1].revents) {
            ssize_t got = read_some(0, input + length, sizeof input - length);
            if (got <= 0)
                ended = 1;
            else
                length += (size_t)got;
        }
    }
}

static int find_home(char home[PATH_MAX]);

/*
 * birdc at a terminal becomes the prompt of jbgpctl, which completes and remembers, where that is installed; what has no
 * terminal, and birdcl, BIRD's light client, stay as they are. Returns if it cannot.
 */
static void become_prompt(const char *path, int restricted)
{
    char home[PATH_MAX], launcher[PATH_MAX];
    const char *type = getenv("TERM");
    if (!isatty(0) || !isatty(1) || !type || !*type || !strcmp(type, "dumb") || !find_home(home))
        return;
    path_into(launcher, "%s/bin/jbgpctl", home);
    char *arguments[7] = {launcher, "--as-bird", "-s", (char *)path};
    int at = 4;
    if (verbose)
        arguments[at++] = "-v";
    if (restricted)
        arguments[at] = "-r";
    execv(launcher, arguments);
}

static int client(int argc, char **argv, const char *socket_name)
{
    char path[PATH_MAX];
    const char *named = NULL;
    int restricted = 0, current_folder = 0, option;
    while ((option = getopt(argc, argv, "s:vrl")) >= 0)
        switch (option) {
        case 's': named = optarg; break;
        case 'v': verbose = 1; break;
        case 'r': restricted = 1; break;
        case 'l': current_folder = 1; break;
        default:
            fprintf(stderr, "Usage: %s [-s <control-socket>] [-v] [-r] [-l]\n", argv[0]);
            return 1;
        }
    if (named)
        path_into(path, "%s", named);
    else if (current_folder)
        path_into(path, "%s", socket_name);
    else
        path_into(path, "%s/%s", run_folder(), socket_name);
    int server = connect_to(path);
    if (server < 0)
        fail("Unable to connect to server control socket (%s): %s", path, strerror(errno));
    if (optind == argc && strncmp(program, "birdcl", 6) != 0)
        become_prompt(path, restricted);
    await_reply(server);
    if (restricted) {
        say(server, "restrict\n", 9);
        await_reply(server);
    }
    if (optind == argc) {
        converse(server);
        return 0;
    }
    for (int i = optind; i < argc; i++) {
        say(server, argv[i], strlen(argv[i]));
        say(server, i + 1 < argc ? " " : "\n", 1);
    }
    await_reply(server);
    return failed && !old_bird;
}

/* ---- the daemons ------------------------------------------------------------------------------------------------ */

/* Milliseconds. */
enum {
    RETRY = 5,            /* between two attempts to reach a process that is being started */
    STARTING = 30000,     /* until it must have answered */
    CHECKING = 10000,     /* for the answer to -p; then it is checked here */
    STOPPING = 30000      /* from an order to end; longer than the router takes for it */
};

static struct {
    const char *configuration, *socket, *debug_file, *pid_file;
    int debug, foreground, check, recover, current_folder;
    int alone; /* for a process that is not shared, such as one of another user */
} wanted;

static sigset_t before; /* the signal mask we were started with */

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000L + time.tv_nsec / 1000000;
}

/* Where the Java runtime and its launchers are; 0 if they are not beside this program, and it is only assumed where. */
static int find_home(char home[PATH_MAX])
{
    char self[PATH_MAX], launcher[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = 0;
        for (int up = 0; up < 2; up++) {
            char *slash = strrchr(self, '/');
            if (slash)
                *slash = 0;
        }
        path_into(launcher, "%s/bin/jbgpd", self);
        if (access(launcher, X_OK) == 0) {
            path_into(home, "%s", self);
            return 1;
        }
    }
    const char *named = getenv("JBGPD_HOME");
    path_into(home, "%s", named && *named ? named : DEFAULT_HOME);
    return 0;
}

/* Becomes the launcher, which becomes the Java process. */
static void become_launcher(char **arguments) __attribute__((noreturn));

static void become_launcher(char **arguments)
{
    char home[PATH_MAX], launcher[PATH_MAX];
    find_home(home);
    path_into(launcher, "%s/bin/jbgpd", home);
    arguments[0] = launcher;
    sigprocmask(SIG_SETMASK, &before, NULL);
    execv(launcher, arguments);
    fail("cannot run %s: %s; JBGPD_HOME names the folder that jbgpd is in", launcher, strerror(errno));
}

/* One daemon in a process of its own. */
static void alone(char **argv) __attribute__((noreturn));

static void alone(char **argv)
{
    setenv("JBGPD_PROGRAM", program, 1);
    become_launcher(argv);
}

static void absolute(char path[PATH_MAX], const char *given)
{
    char folder[PATH_MAX];
    if (*given == '/')
        path_into(path, "%s", given);
    else if (getcwd(folder, sizeof folder))
        path_into(path, "%s/%s", folder, given);
    else
        fail("the current directory: %s", strerror(errno));
}

/* Reads the command line as far as the start needs it; whoever runs it reads, and checks, it again. */
static void read_options(int argc, char **argv)
{
    int option;
    opterr = 0;
    while ((option = getopt(argc, argv, "+c:dD:ps:P:u:g:flRh")) >= 0)
        switch (option) {
        case 'c': wanted.configuration = optarg; break;
        case 's': wanted.socket = optarg; break;
        case 'D': wanted.debug_file = optarg; break;
        case 'P': wanted.pid_file = optarg; break;
        case 'd': wanted.debug = 1; break;
        case 'f': wanted.foreground = 1; break;
        case 'p': wanted.check = 1; break;
        case 'R': wanted.recover = 1; break;
        case 'l': wanted.current_folder = 1; break;
        default: wanted.alone = 1; break; /* -u, -g, -h, --test, and what is wrong */
        }
    if (optind < argc)
        wanted.alone = 1;
}

/* JBGPD_SHARE: yes, no, or by itself. Under systemd a unit's processes end with it, the shared one would too. */
static int may_share(void)
{
    const char *share = getenv("JBGPD_SHARE");
    if (share && strcmp(share, "no") == 0)
        return 0;
    if (getenv("NOTIFY_SOCKET"))
        return 0;
    return (share && strcmp(share, "yes") == 0) || !getenv("INVOCATION_ID");
}

/* What we say first: a length of four bytes, then words, each with a zero byte behind it. */
static struct {
    unsigned char text[4 + 32768];
    size_t length;
    int full;
} hello = {.length = 4};

static void word(const char *text)
{
    size_t length = strlen(text) + 1;
    if (length > sizeof hello.text - hello.length) {
        hello.full = 1;
        return;
    }
    memcpy(hello.text + hello.length, text, length);
    hello.length += length;
}

static void number_word(long number)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    word(text);
}

/* The two processes must see the same network ... */
static void network_word(void)
{
    char text[64];
    ssize_t length = readlink("/proc/self/ns/net", text, sizeof text - 1);
    text[length > 0 ? length : 0] = 0;
    word(text);
}

/* ... and the same files: a path must lead to the same folder. */
static void folder_word(const char *file)
{
    char folder[PATH_MAX], text[64] = "";
    struct stat status;
    path_into(folder, "%s", file);
    *strrchr(folder, '/') = 0;
    if (stat(*folder ? folder : "/", &status) == 0)
        snprintf(text, sizeof text, "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
    word(text);
}

static void option_word(const char *option, const char *path)
{
    word(option);
    word(path);
}

static void file_word(const char *option, const char *given)
{
    char path[PATH_MAX];
    absolute(path, given);
    option_word(option, path);
}

/* 0 if it does not fit. */
static int write_hello(const char *control_socket, int background)
{
    const char *name = strcmp(program, "bird6") == 0 ? "bird6.cfg" : "bird.cfg";
    char configuration[PATH_MAX];
    if (wanted.configuration || wanted.current_folder)
        absolute(configuration, wanted.configuration ? wanted.configuration : name);
    else {
        /* DefaultFiles on the other side looks in the same order. */
        path_into(configuration, "%s/%s.conf", DEBIAN_CONFIGURATIONS, program);
        if (!is_file(configuration))
            path_into(configuration, "%s/%s", DEFAULT_CONFIGURATIONS, name);
    }
    hello.length = 4;
    word(GREETING);
    network_word();
    folder_word(configuration);
    number_word(geteuid());
    number_word(getpid());
    word(background ? "background" : "foreground");
    word(program);
    option_word("-c", configuration);
    option_word("-s", control_socket);
    if (wanted.debug_file)
        file_word("-D", wanted.debug_file);
    if (wanted.pid_file)
        file_word("-P", wanted.pid_file);
    if (wanted.debug)
        word("-d");
    if (wanted.foreground)
        word("-f");
    if (wanted.check)
        word("-p");
    if (wanted.recover)
        word("-R");
    size_t length = hello.length - 4;
    for (int i = 0; i < 4; i++)
        hello.text[i] = (unsigned char)(length >> (24 - 8 * i));
    return !hello.full;
}

/* What comes back: a letter, a length of three bytes, and as many bytes. */
static struct {
    unsigned char head[4];
    int have;
    size_t left;
} frame;

static struct {
    int accepted; /* the router is being started there */
    int ready;
    int refused;
    int done; /* the router has ended, with this code */
    int code;
} state;

/* Takes what came; 0 at the end of the stream. Payloads go to standard error as they come. */
static int take_frames(int server)
{
    char buffer[8192];
    ssize_t got = read_some(server, buffer, sizeof buffer);
    if (got <= 0)
        return 0;
    for (char *at = buffer, *end = buffer + got; at < end && !state.done;) {
        if (frame.have < 4) {
            frame.head[frame.have++] = (unsigned char)*at++;
            if (frame.have < 4)
                continue;
            frame.left = (size_t)frame.head[1] << 16 | (size_t)frame.head[2] << 8 | frame.head[3];
            switch (frame.head[0]) {
            case 'W': state.accepted = 1; break;
            case 'R': state.ready = 1; break;
            case 'N': state.refused = 1; break;
            case 'X':
                /* The code stands in place of the length. */
                state.done = 1;
                state.code = frame.head[3];
                frame.left = 0;
                break;
            default: break;
            }
        }
        size_t chunk = frame.left < (size_t)(end - at) ? frame.left : (size_t)(end - at);
        write_all(2, at, chunk);
        at += chunk;
        frame.left -= chunk;
        if (frame.left == 0)
            frame.have = 0;
    }
    return 1;
}

static void forget_connection(void)
{
    memset(&frame, 0, sizeof frame);
    memset(&state, 0, sizeof state);
}

/* -p: a process that runs has all it takes to check a file, and answers in milliseconds. Returns if there is none. */
static void check_there(const char *meeting, const char *control_socket)
{
    int server = connect_to(meeting);
    if (server < 0)
        return;
    if (write_hello(control_socket, 0) && send_all(server, hello.text, hello.length) == 0) {
        struct pollfd ready = {.fd = server, .events = POLLIN};
        while (poll(&ready, 1, CHECKING) > 0 && take_frames(server) && !state.refused)
            if (state.done)
                exit(state.code);
    }
    close(server);
    forget_connection();
}

/* Starts the Java process that carries the routers; it holds the lock as long as it lives. */
static pid_t start_shared(int lock, const char *meeting)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    setsid();
    int null = open("/dev/null", O_RDWR);
    if (null >= 0)
        dup2(null, 0);
    fcntl(lock, F_SETFD, 0);
    unsetenv("JBGPD_PROGRAM");
    char *arguments[] = {NULL, "--shared", (char *)meeting, NULL};
    become_launcher(arguments);
}

/* The default action of a signal: what a process does that has nothing to take down yet. */
static void end_by(int number)
{
    signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    raise(number);
    exit(128 + number);
}

/* A connection to the process that carries routers; it is started if there is none. -1 if this cannot be. */
static int reach(const char *meeting, const char *lock_path)
{
    int lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return -1;
    pid_t child = 0;
    long limit = now() + STARTING;
    int server;
    while ((server = connect_to(meeting)) < 0) {
        if (child == 0 && flock(lock, LOCK_EX | LOCK_NB) == 0) {
            child = start_shared(lock, meeting);
            if (child < 0)
                break;
            /* From here on the lock is the other process's alone. */
            close(lock);
            lock = -1;
        }
        /* A SIGHUP that comes meanwhile stays where it is, and is passed on later. */
        sigset_t pending;
        sigpending(&pending);
        if (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT))
            end_by(sigismember(&pending, SIGTERM) ? SIGTERM : SIGINT);
        int status;
        if (child > 0 && waitpid(child, &status, WNOHANG) == child) {
            if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
                exit(WEXITSTATUS(status));
            fail("the Java process ended before it could be used");
        }
        if (now() > limit)
            break;
        struct timespec pause = {.tv_nsec = RETRY * 1000000L};
        nanosleep(&pause, NULL);
    }
    if (lock >= 0)
        close(lock);
    return server;
}

/* One that does not even greet is stuck, and both names with it: it makes room for one that works. */
static void end_stuck(int server)
{
    struct ucred other;
    socklen_t length = sizeof other;
    if (getsockopt(server, SOL_SOCKET, SO_PEERCRED, &other, &length) == 0 && other.uid == geteuid()) {
        complain("process %d does not answer and is ended", (int)other.pid);
        kill(other.pid, SIGKILL);
    }
}

/* Passes a signal on as a letter. */
static void pass_on(int server, int signals, long *limit)
{
    struct signalfd_siginfo signalled;
    if (read_some(signals, &signalled, sizeof signalled) != (ssize_t)sizeof signalled)
        return;
    char letter = 0;
    switch (signalled.ssi_signo) {
    case SIGHUP: letter = 'H'; break;
    case SIGTERM: letter = 'T'; break;
    case SIGINT: letter = 'I'; break;
    case SIGUSR1: letter = 'U'; break;
    case SIGCHLD:
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        return;
    default: return;
    }
    if (letter == 'T' || letter == 'I')
        *limit = now() + STOPPING;
    send_all(server, &letter, 1);
}

/* In the background: the one who called goes on when the router is ready, with what it said and its code. */
static int go_background(void)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) < 0)
        fail("pipe: %s", strerror(errno));
    pid_t child = fork();
    if (child < 0)
        fail("fork: %s", strerror(errno));
    if (child == 0) {
        close(pipes[0]);
        setsid();
        /* Who ends the caller while it waits means the daemon. */
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        return pipes[1];
    }
    close(pipes[1]);
    unsigned char code = 1;
    if (read_some(pipes[0], &code, 1) != 1) {
        int status;
        waitpid(child, &status, 0);
        code = WIFEXITED(status) ? (unsigned char)WEXITSTATUS(status) : 1;
    }
    _exit(code);
}

static void in_background(int *starter)
{
    unsigned char code = 0;
    int null = open("/dev/null", O_RDWR);
    prctl(PR_SET_PDEATHSIG, 0);
    if (null >= 0)
        for (int fd = 0; fd < 3; fd++)
            dup2(null, fd);
    write_all(*starter, (char *)&code, 1);
    close(*starter);
    *starter = -1;
}

/* Stands for a router in another process until that ends. */
static void stand_for(char **argv, const char *meeting, const char *lock_path, const char *control_socket)
{
    int background = !wanted.debug && !wanted.foreground;
    int starter = background ? go_background() : -1;
    if (!write_hello(control_socket, background))
        alone(argv);
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGHUP);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGUSR1);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ours, NULL);
    signal(SIGPIPE, SIG_IGN);
    int signals = signalfd(-1, &ours, SFD_CLOEXEC);
    if (signals < 0)
        alone(argv);
    for (int attempt = 0; attempt < 3; attempt++) {
        int server = reach(meeting, lock_path);
        if (server < 0)
            break;
        send_all(server, hello.text, hello.length);
        long limit = now() + STARTING;
        int open = 1;
        while (open && !state.done && !state.refused) {
            struct pollfd ready[] = {{.fd = server, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
            long left = limit == 0 ? -1 : limit - now();
            if (limit != 0 && left <= 0) {
                if (state.accepted)
                    fail("the router has not ended in time");
                end_stuck(server);
                break;
            }
            if (poll(ready, 2, (int)left) < 0)
                continue;
            if (ready[0].revents) {
                int accepted = state.accepted;
                open = take_frames(server);
                if (state.accepted && !accepted)
                    limit = 0;
                if (state.ready && starter >= 0)
                    in_background(&starter);
            }
            if (ready[1].revents)
                pass_on(server, signals, &limit);
        }
        close(server);
        if (state.done)
            exit(state.code);
        if (state.refused)
            alone(argv); /* Where it is to go into the background, the launcher does that, and our caller waits for it. */
        if (state.ready)
            fail("the process that carried the router has ended");
        /* It went away while this one was being started: another one may do. */
        forget_connection();
    }
    alone(argv);
}

static int daemon_name(int argc, char **argv)
{
    prefixed = 1;
    char control_socket[PATH_MAX], folder[PATH_MAX], meeting[PATH_MAX], lock_path[PATH_MAX];
    sigprocmask(SIG_SETMASK, NULL, &before);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        fprintf(stderr, "BIRD version %s\n", AS_BIRD);
        return 0;
    }
    read_options(argc, argv);
    if (wanted.alone || !may_share())
        alone(argv);
    if (wanted.socket)
        absolute(control_socket, wanted.socket);
    else {
        char name[16];
        snprintf(name, sizeof name, "%s.ctl", program);
        if (wanted.current_folder)
            absolute(control_socket, name);
        else
            path_into(control_socket, "%s/%s", run_folder(), name);
    }
    path_into(folder, "%s", control_socket);
    *strrchr(folder, '/') = 0;
    if (strcmp(folder, OWN_FOLDER) == 0 && !wanted.check)
        mkdir(folder, 0755);
    path_into(meeting, "%s/jbgpd.shared", folder);
    path_into(lock_path, "%s/jbgpd.lock", folder);
    struct sockaddr_un address;
    if (strlen(meeting) >= sizeof address.sun_path)
        alone(argv);
    if (wanted.check) {
        check_there(meeting, control_socket);
        alone(argv);
    }
    stand_for(argv, meeting, lock_path, control_socket);
    return 1;
}

int main(int argc, char **argv)
{
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    program = slash ? slash + 1 : argc > 0 ? argv[0] : "bird";
    if (strcmp(program, "birdcl") == 0 || strcmp(program, "birdc") == 0)
        return client(argc, argv, "bird.ctl");
    if (strcmp(program, "birdcl6") == 0 || strcmp(program, "birdc6") == 0)
        return client(argc, argv, "bird6.ctl");
    if (strcmp(program, "bird") == 0 || strcmp(program, "bird6") == 0)
        return daemon_name(argc, argv);
    fprintf(stderr, "%s: call it bird, bird6, birdcl, birdcl6, birdc or birdc6\n", program);
    return 1;
}
