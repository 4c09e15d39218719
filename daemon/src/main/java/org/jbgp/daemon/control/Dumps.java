package org.jbgp.daemon.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.Words;

/**
 * {@code dump}: writes what the router knows, for whoever looks into a fault, into a new file that its owner alone may
 * read. Without a file it goes into the log in class {@code debug}, as in BIRD 1.6 and 2.0. Framing is BIRD's; what
 * stands there is mostly what the {@code show} commands say.
 */
final class Dumps {
    private static final Logger LOG = LogManager.getLogger(Dumps.class);

    private static final int ROW = 13;
    private static final int FAILED = 8009;

    /** A piece of a dump. */
    private interface Part {
        void write(CommandRunner session, Reply into) throws IOException;
    }

    /**
     * One kind of dump.
     *
     * @param words behind {@code dump}
     * @param title in the reply
     * @param parts of the file
     */
    private record Kind(String words, String title, List<Part> parts) {
        static Kind of(String words, String title, String... commands) {
            return new Kind(
                    words,
                    title,
                    Arrays.stream(commands)
                            .<Part>map(command -> (session, into) -> session.run(command, into))
                            .toList());
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of("resources", "resources", "show memory", "show status"),
            new Kind("sockets", "sockets", List.of((session, into) -> text(into, ProcessFacts.sockets()))),
            new Kind("ao keys", "AO keys", List.of((session, into) -> text(into, aoKeys(session)))),
            new Kind("events", "event log", List.of((session, into) -> text(into, ProcessFacts.threads()))),
            Kind.of("interfaces", "interfaces", "show interfaces"),
            Kind.of("neighbors", "neighbor cache", "show protocols all"),
            Kind.of("attributes", "attribute cache", "show route table all all"),
            Kind.of("routes", "routing tables", "show route table all all"),
            Kind.of("protocols", "protocols", "show protocols all"),
            Kind.of("filter all", "filters", "show symbols filter", "show symbols function", "show protocols all"));

    /** What may stand behind {@code dump}. */
    static final List<String> WORDS = KINDS.stream().map(Kind::words).toList();

    private Dumps() {}

    private static Stream<String> aoKeys(CommandRunner session) {
        List<String> lines = session.ports().view().aoKeys();
        return lines.isEmpty() ? Stream.of("TCP-AO is not used") : lines.stream();
    }

    private static void text(Reply into, Stream<String> lines) throws IOException {
        for (String line : lines.toList()) {
            into.row(ROW, line);
        }
        into.end(0, "");
    }

    static ControlCommand.Dump parse(Words words) throws CommandException {
        String first =
                words.keyword(WORDS.stream().map(each -> each.split(" ", -1)[0]).toList());
        String what = WORDS.stream()
                .filter(each -> each.equals(first) || each.startsWith(first + " "))
                .findFirst()
                .orElseThrow();
        if (!what.equals(first)) {
            words.keyword(List.of(what.substring(first.length() + 1)));
        }
        if (!words.atEnd() && !words.atString()) {
            throw words.unexpected("\"file\"");
        }
        return new ControlCommand.Dump(what, words.atEnd() ? null : words.take("file"));
    }

    static void run(CommandRunner session, ControlCommand.Dump dump, Reply reply) throws IOException {
        Kind kind = KINDS.stream()
                .filter(each -> each.words().equals(dump.what()))
                .findFirst()
                .orElseThrow();
        if (dump.file() == null) {
            write(kind, session, Reply.withoutCodes(new LogLines()::take));
            reply.end(0, "");
            return;
        }
        long start = System.nanoTime();
        try (FileChannel file = FileChannel.open(
                Path.of(dump.file()),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")))) {
            reply.row(ROW, "Dumping " + kind.title() + " to " + dump.file());
            write(kind, session, Reply.withoutCodes(bytes -> save(bytes, file)));
            reply.end(
                    ROW,
                    String.format(
                            Locale.ROOT, "Dumped %d bytes in %.3f s", file.size(), (System.nanoTime() - start) / 1e9));
        } catch (FullException full) {
            reply.end(FAILED, "Failed to write data: " + full.getMessage());
        } catch (FileAlreadyExistsException exists) {
            failed(dump, "File exists", reply);
        } catch (NoSuchFileException missing) {
            failed(dump, "No such file or directory", reply);
        } catch (AccessDeniedException denied) {
            failed(dump, "Permission denied", reply);
        } catch (FileSystemException other) {
            failed(dump, other.getReason(), reply);
        } catch (InvalidPathException wrong) {
            failed(dump, wrong.getReason(), reply);
        }
    }

    private static void write(Kind kind, CommandRunner session, Reply into) throws IOException {
        for (Part part : kind.parts()) {
            part.write(session, into);
        }
        into.flush();
    }

    /** The file takes no more; not to be taken for a client that is gone. */
    private static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static void save(ByteBuffer bytes, FileChannel file) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                int _ = file.write(bytes);
            }
        } catch (IOException e) {
            throw new FullException(e);
        }
    }

    /** Writes whole lines into the log. */
    private static final class LogLines {
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        void take(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte each = bytes.get();
                if (each == '\n') {
                    LOG.debug("{}", begun.toString(StandardCharsets.UTF_8));
                    begun.reset();
                } else {
                    begun.write(each);
                }
            }
        }
    }

    private static void failed(ControlCommand.Dump dump, String reason, Reply reply) throws IOException {
        reply.end(FAILED, "Failed to open file " + dump.file() + ": " + reason);
    }
}
