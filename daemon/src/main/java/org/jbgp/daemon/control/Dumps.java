package org.jbgp.daemon.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jbgp.daemon.control.layout.Reply;

/**
 * {@code dump}: writes what the router knows into a new file that its owner alone may read, for whoever looks into a fault. Framing is
 * BIRD's; what stands in the file is what the {@code show} commands say.
 */
final class Dumps {
    private static final int ROW = 13;
    private static final int FAILED = 8009;

    /**
     * One kind of dump.
     *
     * @param word behind {@code dump}
     * @param title in the reply
     * @param commands whose replies make up the file
     */
    private record Kind(String word, String title, List<String> commands) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("resources", "resources", List.of("show memory", "show status")),
            new Kind("interfaces", "interfaces", List.of("show interfaces")),
            new Kind("neighbors", "neighbor cache", List.of("show protocols all")),
            new Kind("attributes", "attribute cache", List.of("show route table all all")),
            new Kind("routes", "routing tables", List.of("show route table all all")),
            new Kind("protocols", "protocols", List.of("show protocols all")));

    static final List<String> WORDS = KINDS.stream().map(Kind::word).toList();

    private Dumps() {}

    /** Runs a command and writes its reply. */
    interface Runner {
        void run(String command, Reply reply) throws IOException;
    }

    static void run(ControlCommand.Dump dump, Runner runner, Reply reply) throws IOException {
        Kind kind = KINDS.stream()
                .filter(each -> each.word().equals(dump.what()))
                .findFirst()
                .orElseThrow();
        long start = System.nanoTime();
        try (FileChannel file = FileChannel.open(
                Path.of(dump.file()),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")))) {
            reply.row(ROW, "Dumping " + kind.title() + " to " + dump.file());
            Reply into = new Reply(bytes -> {
                while (bytes.hasRemaining()) {
                    int _ = file.write(bytes);
                }
            });
            for (String command : kind.commands()) {
                runner.run(command, into);
            }
            reply.end(
                    ROW,
                    String.format(
                            Locale.ROOT, "Dumped %d bytes in %.3f s", file.size(), (System.nanoTime() - start) / 1e9));
        } catch (FileAlreadyExistsException exists) {
            failed(dump, "File exists", reply);
        } catch (NoSuchFileException missing) {
            failed(dump, "No such file or directory", reply);
        } catch (java.nio.file.AccessDeniedException denied) {
            failed(dump, "Permission denied", reply);
        } catch (java.nio.file.FileSystemException other) {
            failed(dump, other.getReason(), reply);
        } catch (InvalidPathException wrong) {
            failed(dump, wrong.getReason(), reply);
        }
    }

    private static void failed(ControlCommand.Dump dump, String reason, Reply reply) throws IOException {
        reply.end(FAILED, "Failed to open file " + dump.file() + ": " + reason);
    }
}
