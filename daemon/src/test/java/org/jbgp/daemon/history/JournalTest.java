package org.jbgp.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jbgp.config.model.router.History;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.wire.AttributeBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal gives back is what was written, however the process before it ended. */
class JournalTest {
    private static final JournalRecord START = new JournalRecord.Start(HistoryLab.BEGIN);

    @TempDir
    private Path directory;

    private static String text(PastRoute route) {
        return route == null
                ? "-"
                : route.origin().protocol() + " "
                        + AttributeBlob.u32(
                                route.attributes(),
                                0,
                                route.attributes().length,
                                AttributeBlob.BGP,
                                AttributeBlob.LOCAL_PREF,
                                0);
    }

    private static String at(HistoryLab lab, int number, long millis) {
        HistoryView.Then then = lab.store
                .at(List.of(HistoryLab.TABLE), HistoryLab.prefix(number), lab.at(millis))
                .getFirst();
        return then.known() ? text(then.route()) : "?";
    }

    private Path file() {
        return directory.resolve("history");
    }

    private void record(HistoryLab lab) {
        lab.store.configure(
                new History(true, 8 << 20, 24 * 3600, 0, Optional.of(file().toString())),
                Map.of(HistoryLab.TABLE, 0, "master6", 1));
    }

    /** Also after the file was begun anew. */
    @Test
    void belongsToOneRouter() throws IOException {
        try (JournalFile first = new JournalFile(file(), 2048);
                JournalFile second = new JournalFile(file(), 2048)) {
            first.open(record -> {});
            for (int i = 0; i < 100; i++) {
                first.add(START);
            }
            assertThat(directory.resolve("history.1")).exists();
            assertThatThrownBy(() -> second.open(record -> {}))
                    .hasMessage("another router writes it; each needs a file of its own");
        }
        try (JournalFile next = new JournalFile(file(), 2048)) {
            next.open(record -> {});
        }
    }

    /** Other processes are kept away, too, after one of this process was refused. */
    @Test
    void staysLockedWhenASecondOneOfTheProcessIsRefused() throws IOException {
        try (JournalFile first = new JournalFile(file(), 2048)) {
            first.open(record -> {});
            JournalFile second = new JournalFile(file(), 2048);
            assertThatThrownBy(() -> second.open(record -> {}))
                    .hasMessage("another router writes it; each needs a file of its own");
            second.close();

            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anyMatch(lock -> lock.contains(":" + inode(file()) + " "));
        }
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void survivesRestarts() {
        try (HistoryLab lab = new HistoryLab(2)) {
            record(lab);
            lab.set(1000);
            lab.announce(1, 1, 100, 0);
            lab.set(2000);
            lab.announce(2, 1, 200, 0);
            lab.store.event(PastEvent.Kind.SESSION_DOWN, "up2", "over");
            lab.store.close();
        }
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.set(10_000);
            record(lab);
            lab.set(11_000);
            lab.announce(1, 1, 300, 0);
            lab.announce(1, 2, 100, 0);
            lab.set(12_000);
            lab.announce(1, 1, 400, 0);
            lab.store.close();
        }
        try (HistoryLab lab = new HistoryLab(3)) {
            lab.set(20_000);
            record(lab);
            lab.set(21_000);
            lab.announce(1, 1, 500, 0);
            lab.announce(1, 3, 100, 0);
            assertThat(List.of(
                            at(lab, 1, 1500),
                            at(lab, 1, 2500),
                            at(lab, 1, 10_500),
                            at(lab, 1, 11_500),
                            at(lab, 1, 12_500),
                            at(lab, 1, 20_500),
                            at(lab, 1, 21_500)))
                    .containsExactly("up1 100", "up2 200", "-", "up1 300", "up1 400", "-", "up1 500");
            // What never changed while it was recorded may have been there.
            assertThat(List.of(at(lab, 2, 2500), at(lab, 2, 10_500), at(lab, 2, 11_500), at(lab, 3, 12_000)))
                    .containsExactly("?", "-", "up1 100", "?");
            assertThat(at(lab, 3, 20_500)).isEqualTo("-");
            HistoryView.Changes changes =
                    lab.store.changes(new HistoryView.Question(HistoryLab.prefix(1), null, Instant.EPOCH, 100));
            assertThat(changes.changes())
                    .extracting(each -> text(each.before()) + " > " + text(each.after()) + " " + each.reason())
                    .containsExactly(
                            "- > up1 100 update from up1",
                            "up1 100 > up2 200 update from up2",
                            "up2 200 > - restart of the router",
                            "- > up1 300 update from up1",
                            "up1 300 > up1 400 update from up1",
                            "up1 400 > - restart of the router",
                            "- > up1 500 update from up1");
            assertThat(changes.events())
                    .extracting(PastEvent::text)
                    .containsExactly("history begins", "over", "history begins", "history begins");
            HistoryView.Difference difference =
                    lab.store.difference(List.of(HistoryLab.TABLE), lab.at(12_500), lab.at(30_000), 10);
            assertThat(difference.routes())
                    .extracting(each -> each.prefix() + " " + text(each.before()) + " > " + text(each.after()))
                    .containsExactlyInAnyOrder(
                            HistoryLab.prefix(1) + " up1 400 > up1 500", HistoryLab.prefix(2) + " up1 100 > -");
            lab.store.close();
        }
    }

    private static JournalRecord numbered(int number) {
        return new JournalRecord.Event(new PastEvent(
                HistoryLab.BEGIN.plusSeconds(number), PastEvent.Kind.RELOAD, "p" + number, "text " + number));
    }

    private List<JournalRecord> read(long bytes) throws IOException {
        List<JournalRecord> found = new ArrayList<>();
        try (JournalFile file = new JournalFile(file(), bytes)) {
            file.open(found::add);
        }
        return found;
    }

    private void write(long bytes, int from, int to) throws IOException {
        try (JournalFile file = new JournalFile(file(), bytes)) {
            file.open(record -> {});
            for (int i = from; i < to; i++) {
                file.add(numbered(i));
            }
        }
    }

    /** Records of {@link #read} that are no gaps. */
    private static List<JournalRecord> withoutGaps(List<JournalRecord> found) {
        return found.stream()
                .filter(each -> !(each instanceof JournalRecord.Gap))
                .toList();
    }

    /** Whatever the last bytes are, what was whole before them is there, and more can be added. */
    @Test
    void aTornTailIsCutOff() throws IOException {
        Random random = new Random(3);
        write(1 << 20, 0, 20);
        byte[] whole = Files.readAllBytes(file());
        for (int round = 0; round < 200; round++) {
            int cut = random.nextInt(16, whole.length);
            byte[] torn = Arrays.copyOf(whole, cut + random.nextInt(20));
            boolean zeros = random.nextBoolean();
            for (int i = cut; i < torn.length; i++) {
                torn[i] = (byte) (zeros ? 0 : random.nextInt());
            }
            Files.write(file(), torn);
            List<JournalRecord> found = withoutGaps(read(1 << 20));
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).isEqualTo(numbered(i));
            }
            write(1 << 20, found.size(), found.size() + 1);
            assertThat(withoutGaps(read(1 << 20))).hasSize(found.size() + 1);
        }
    }

    /** A record that a kill cut short is no gap: what happened in the last moment before a kill is never known. */
    @Test
    void aRecordCutShortIsNoGap() throws IOException {
        write(1 << 20, 0, 3);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 5));
        assertThat(read(1 << 20)).containsExactly(numbered(0), numbered(1));
    }

    /** What stood behind a damaged place is not known, this time and the next. */
    @Test
    void aFlippedBitIsAGap() throws IOException {
        write(1 << 20, 0, 20);
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] flipped = whole.clone();
            int at = random.nextInt(16, whole.length - 100);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), flipped);
            List<JournalRecord> found = read(1 << 20);
            List<JournalRecord> kept = withoutGaps(found);
            assertThat(kept).hasSizeLessThan(20);
            for (int i = 0; i < kept.size(); i++) {
                assertThat(kept.get(i)).isEqualTo(numbered(i));
            }
            assertThat(read(1 << 20)).isEqualTo(found);
            // A length of more than the rest of the file looks like a record that was cut short.
            if (found.size() > kept.size()) {
                assertThat(found.getLast()).isInstanceOf(JournalRecord.Gap.class);
            }
        }
    }

    @Test
    void damageInTheFormerFileIsAGapBeforeTheNext() throws IOException {
        write(4096, 0, 60);
        Path former = directory.resolve("history.1");
        byte[] bytes = Files.readAllBytes(former);
        bytes[bytes.length / 2] ^= 1;
        Files.write(former, bytes);
        List<JournalRecord> found = read(4096);
        assertThat(found).hasAtLeastOneElementOfType(JournalRecord.Gap.class);
        assertThat(found.getLast()).isEqualTo(numbered(59));
    }

    /** A gap takes the place of the last record: on a full disk there is no room for more. */
    @Test
    void aGapTakesNoRoom() throws IOException {
        write(1 << 20, 0, 5);
        long before = Files.size(file());
        try (JournalFile file = new JournalFile(file(), 1 << 20)) {
            file.open(record -> {});
            file.gap(HistoryLab.BEGIN);
            assertThat(Files.size(file())).isLessThan(before);
            file.add(numbered(5));
        }
        assertThat(read(1 << 20))
                .containsExactly(
                        numbered(0),
                        numbered(1),
                        numbered(2),
                        numbered(3),
                        new JournalRecord.Gap(HistoryLab.BEGIN),
                        numbered(5));
    }

    /** If the next file cannot be begun, the present one is what it was, and goes on when that has passed. */
    @Test
    void goesOnAfterTheNextFileCouldNotBeMade() throws IOException {
        Path obstacle = directory.resolve("history.new/in it");
        Files.createDirectories(obstacle);
        List<JournalRecord> added = new ArrayList<>();
        try (JournalFile file = new JournalFile(file(), 2048)) {
            file.open(record -> {});
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            file.add(numbered(i));
                            added.add(numbered(i));
                        }
                    })
                    .isInstanceOf(IOException.class);
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
            file.add(numbered(1000));
            added.add(numbered(1000));
        }
        assertThat(read(2048)).isEqualTo(added);
    }

    @Test
    void othersMayNotReadIt() throws IOException {
        write(1024, 0, 100);
        for (String name : List.of("history", "history.1")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isIn("rw-r-----", "rw-------");
        }
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(() -> read(8192)).hasMessage("history is no regular file; name another one");
    }

    /** One whose first file is good and whose second one is not gives nothing, rather than half of it. */
    @Test
    void nothingIsKnownFromAJournalThatCannotBeOpened() throws IOException {
        try (HistoryLab lab = new HistoryLab(1)) {
            record(lab);
            lab.set(1000);
            lab.announce(1, 1, 100, 0);
            lab.store.close();
        }
        Files.move(file(), directory.resolve("history.1"));
        Files.writeString(file(), "my diary, not a journal\n");
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.set(10_000);
            record(lab);
            assertThat(List.of(at(lab, 1, 1500), at(lab, 1, 10_000))).containsExactly("?", "-");
        }
    }

    /** A clock that was set back, or was far ahead, does not bring records out of their order. */
    @Test
    void recordsStayInTheirOrderWhateverTheClockSaid() {
        List<Instant> times = new ArrayList<>();
        Instant now = HistoryLab.BEGIN.plusSeconds(100);
        JournalReplay replay = new JournalReplay(HistoryLab.BEGIN.minusSeconds(10), now, new JournalReplay.Sink() {
            @Override
            public void change(PastChange change) {
                times.add(change.at());
            }

            @Override
            public void forget() {
                times.clear();
            }
        });
        PastRoute route = new PastRoute(new PastRoute.Origin("up1", "BGP", null), new byte[0]);
        for (Instant at : List.of(
                HistoryLab.BEGIN.plusSeconds(1),
                Instant.EPOCH,
                HistoryLab.BEGIN.plusSeconds(2),
                Instant.parse("2099-01-01T00:00:00Z"),
                HistoryLab.BEGIN.plusSeconds(3))) {
            replay.accept(new JournalRecord.Change(new PastChange(
                    at,
                    HistoryLab.TABLE,
                    HistoryLab.prefix(1),
                    null,
                    route,
                    new PastChange.Reason(PastChange.Reason.Kind.UPDATE, "up1"),
                    null)));
        }
        assertThat(times)
                .containsExactly(
                        HistoryLab.BEGIN.plusSeconds(1),
                        HistoryLab.BEGIN.plusSeconds(1),
                        HistoryLab.BEGIN.plusSeconds(2),
                        now,
                        now);
    }

    /** A reload that names another file, or turns history on again, has tables that are not empty. */
    @Test
    void aJournalNamedByAReloadBeginsWithAGap() throws IOException {
        Path second = directory.resolve("second");
        try (HistoryLab lab = new HistoryLab(1)) {
            record(lab);
            lab.set(1000);
            lab.announce(1, 1, 100, 0);
            lab.store.configure(
                    new History(true, 8 << 20, 24 * 3600, 0, Optional.of(second.toString())),
                    Map.of(HistoryLab.TABLE, 0));
            lab.set(2000);
            lab.announce(1, 2, 100, 0);
            lab.store.configure(HistoryLab.options(8 << 20), Map.of(HistoryLab.TABLE, 0));
            lab.set(3000);
            lab.announce(1, 1, 200, 0);
            record(lab);
            lab.set(4000);
            lab.announce(1, 1, 300, 0);
            assertThat(List.of(at(lab, 1, 1500), at(lab, 1, 3500))).containsExactly("up1 100", "up1 200");
            lab.store.close();
        }
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.set(10_000);
            record(lab);
            assertThat(List.of(at(lab, 1, 1500), at(lab, 1, 3500), at(lab, 1, 4500), at(lab, 1, 10_000)))
                    .containsExactly("?", "?", "up1 300", "-");
            lab.store.close();
        }
    }

    @Test
    void twoFilesTakeNoMoreThanTheyMay() throws IOException {
        write(8192, 0, 1000);
        long size = Files.size(file()) + Files.size(directory.resolve("history.1"));
        assertThat(size).isLessThanOrEqualTo(8192);
        List<JournalRecord> found = read(8192);
        assertThat(found.getLast()).isEqualTo(numbered(999));
        assertThat(found).hasSizeGreaterThan(50);
        assertThat(found.getFirst()).isEqualTo(numbered(1000 - found.size()));
    }

    @Test
    void anotherFileIsLeftAlone() throws IOException {
        Files.writeString(file(), "my diary, not a journal\n");
        assertThatThrownBy(() -> read(8192))
                .isInstanceOf(IOException.class)
                .hasMessage("history is not a journal of this version; name another file, or move it away");
        assertThat(Journal.open(file(), 8192, START, record -> {})).isNull();
        assertThat(file()).hasContent("my diary, not a journal\n");
        assertThat(Journal.open(directory.resolve("no/such/file"), 8192, START, record -> {}))
                .isNull();
    }

    /** What was before a gap is not known: in it a prefix may have changed any number of times. */
    @Test
    void aGapEndsWhatIsKnown() {
        List<String> changes = new ArrayList<>();
        JournalReplay replay = new JournalReplay(Instant.EPOCH, Instant.MAX, new JournalReplay.Sink() {
            @Override
            public void change(PastChange change) {
                changes.add(text(change.before()) + " > " + text(change.after()));
            }

            @Override
            public void forget() {
                changes.clear();
            }
        });
        PastRoute route = new PastRoute(new PastRoute.Origin("up1", "BGP", null), new byte[0]);
        PastChange change = new PastChange(
                HistoryLab.BEGIN,
                HistoryLab.TABLE,
                HistoryLab.prefix(1),
                null,
                route,
                new PastChange.Reason(PastChange.Reason.Kind.UPDATE, "up1"),
                null);
        replay.accept(new JournalRecord.Change(change));
        replay.accept(new JournalRecord.Gap(HistoryLab.BEGIN));
        replay.restarted(HistoryLab.BEGIN);
        assertThat(changes).isEmpty();
        assertThat(replay.starts()).isEmpty();
        replay.accept(new JournalRecord.Change(change));
        replay.restarted(HistoryLab.BEGIN);
        assertThat(changes).containsExactly("- > up1 0", "up1 0 > -");
        assertThat(replay.starts()).containsExactly(HistoryLab.BEGIN);
    }
}
