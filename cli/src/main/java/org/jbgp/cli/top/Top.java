package org.jbgp.cli.top;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** {@code jbgpctl top}: the view at a terminal, its keys, and the plain table where there is none. One thread. */
public final class Top implements AutoCloseable {

    private static final long LEAST_INTERVAL = 500;
    private static final long MOST_INTERVAL = 60_000;
    private static final String KEYS = "q quit  arrows, Enter: neighbor  p prefix  / filter  s order  r reverse  + -";
    private static final String KEYS_OF_PAGE = "q back  arrows, space: scroll";

    private enum Key {
        QUIT,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        ENTER,
        PREFIX,
        FILTER,
        ORDER,
        REVERSE,
        FASTER,
        SLOWER,
        NONE
    }

    private final LoadPoll poll;
    private final Terminal terminal;
    private final boolean colors;
    private final BindingReader keys;
    private final KeyMap<Key> bindings = bindings();
    private final Display display;
    private final TopView view = new TopView();
    private volatile boolean resized;
    private volatile boolean interrupted;
    private long interval = 2000;
    private Load before;
    private Load now;
    private volatile String problem = "";
    /** A neighbor's name, or null for all of them. */
    private String neighbor;
    /** A prefix that is looked at, or null. */
    private String prefix;

    private List<String> page = List.of();
    private int scrolled;

    private Top(LoadPoll poll, Terminal terminal, boolean colors) {
        this.poll = poll;
        this.terminal = terminal;
        this.colors = colors && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        this.keys = new BindingReader(terminal.reader());
        this.display = new Display(terminal, true);
    }

    /**
     * Prints one table with the rates of a second, and ends.
     *
     * @throws IOException if no daemon answers
     */
    public static void once(Path socket, PrintStream out) throws IOException {
        try (LoadPoll poll = new LoadPoll(socket)) {
            Load first = poll.load();
            Thread.sleep(1000);
            Load second = poll.load();
            TopScreen.head(second, false, 200).forEach(out::println);
            out.println();
            List<Rates> rows = new TopView().rows(Rates.between(first, second));
            TopScreen.table(rows, -1, false, 200)
                    .forEach(line -> out.println(line.toString().stripTrailing()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Shows it until the person leaves.
     *
     * @throws IOException if no daemon answers at first, or the terminal fails
     */
    public static void run(Path socket, boolean colors) throws IOException {
        try (LoadPoll poll = new LoadPoll(socket)) {
            Load first = poll.load();
            try (Terminal terminal = TerminalBuilder.builder()
                            .name("jbgpctl top")
                            .system(true)
                            .dumb(true)
                            .nativeSignals(true)
                            .signalHandler(Terminal.SignalHandler.SIG_IGN)
                            .build();
                    Top top = new Top(poll, terminal, colors)) {
                top.now = first;
                top.loop();
            }
        }
    }

    private static KeyMap<Key> bindings() {
        KeyMap<Key> map = new KeyMap<>();
        map.setUnicode(Key.NONE);
        map.setNomatch(Key.NONE);
        map.setAmbiguousTimeout(50);
        map.bind(Key.QUIT, "q", "Q", "\u001b", "\u0003", "\u0004");
        map.bind(Key.UP, "k", "\u001b[A", "\u001bOA");
        map.bind(Key.DOWN, "j", "\u001b[B", "\u001bOB");
        map.bind(Key.PAGE_UP, "b", "\u001b[5~");
        map.bind(Key.PAGE_DOWN, " ", "\u001b[6~");
        map.bind(Key.ENTER, "\r", "\n");
        map.bind(Key.PREFIX, "p");
        map.bind(Key.FILTER, "/", "f");
        map.bind(Key.ORDER, "s", "o");
        map.bind(Key.REVERSE, "r");
        map.bind(Key.FASTER, "+");
        map.bind(Key.SLOWER, "-");
        return map;
    }

    private void loop() throws IOException {
        Attributes saved = terminal.enterRawMode();
        terminal.handle(Terminal.Signal.WINCH, signal -> resized = true);
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            size();
            long next = System.nanoTime();
            boolean stays = true;
            while (stays && !interrupted) {
                if (System.nanoTime() - next >= 0) {
                    refresh();
                    next = System.nanoTime() + interval * 1_000_000;
                }
                draw("");
                stays = awaitKey(next);
            }
        } finally {
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(saved);
            terminal.flush();
        }
    }

    /** Ends it also while a daemon is asked that does not answer. */
    private void interrupt() {
        interrupted = true;
        try {
            poll.close();
        } catch (IOException e) {
            problem = e.getMessage();
        }
    }

    /** Waits for a key, a change of size or the next look; false when the person leaves. */
    private boolean awaitKey(long next) throws IOException {
        while (System.nanoTime() - next < 0 && !resized && !interrupted) {
            int character = keys.peekCharacter(100);
            if (character == NonBlockingReader.EOF) {
                return false;
            }
            if (character >= 0) {
                Key key = keys.readBinding(bindings);
                return key != null && act(key);
            }
        }
        if (resized) {
            size();
        }
        return true;
    }

    private void size() {
        resized = false;
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
            terminal.setSize(new Size(80, 24));
        }
        display.resize(terminal.getHeight(), terminal.getWidth());
        display.clear();
    }

    private boolean act(Key key) throws IOException {
        boolean onPage = neighbor != null || prefix != null;
        int height = Math.max(1, terminal.getHeight() - 7);
        switch (key) {
            case QUIT -> {
                if (!onPage) {
                    return false;
                }
                neighbor = null;
                prefix = null;
            }
            case UP -> move(-1);
            case DOWN -> move(1);
            case PAGE_UP -> move(-height);
            case PAGE_DOWN -> move(height);
            case ENTER -> {
                List<Rates> rows = rows();
                if (!onPage && view.selected() < rows.size()) {
                    neighbor = rows.get(view.selected()).now().name();
                    open();
                }
            }
            case PREFIX -> {
                String typed = type("Prefix or address: ", "");
                if (!typed.isEmpty()) {
                    prefix = typed;
                    open();
                }
            }
            case FILTER -> {
                if (!onPage) {
                    view.filter(type("Filter: ", view.filter()));
                }
            }
            case ORDER -> view.nextOrder();
            case REVERSE -> view.reverse();
            case FASTER -> interval = Math.max(LEAST_INTERVAL, interval / 2);
            case SLOWER -> interval = Math.min(MOST_INTERVAL, interval * 2);
            case NONE -> {}
        }
        return true;
    }

    private void move(int by) {
        if (neighbor == null && prefix == null) {
            view.move(by, rows().size());
        } else {
            scrolled = Math.max(0, Math.min(page.size() - 1, scrolled + by));
        }
    }

    private void open() {
        scrolled = 0;
        readPage();
    }

    private void refresh() {
        try {
            Load next = poll.load();
            before = now;
            now = next;
            problem = "";
            readPage();
        } catch (IOException e) {
            problem = "no answer from the daemon: " + e.getMessage();
        }
    }

    /** What is known of the neighbor or the prefix that was chosen. */
    private void readPage() {
        try {
            if (prefix != null) {
                List<String> lines = new ArrayList<>(poll.ask("explain route " + prefix));
                lines.add("");
                lines.addAll(poll.ask("show route for " + prefix + " all"));
                page = lines;
            } else if (neighbor != null) {
                List<String> lines = new ArrayList<>();
                rows().stream()
                        .filter(row -> row.now().name().equals(neighbor))
                        .forEach(row -> lines.addAll(TopScreen.detail(row)));
                lines.addAll(poll.ask("show protocols all '" + neighbor + "'"));
                page = lines;
            }
        } catch (IOException e) {
            problem = "no answer from the daemon: " + e.getMessage();
        }
    }

    private List<Rates> rows() {
        return view.rows(Rates.between(before, now));
    }

    /** A line of text, typed at the bottom; what was there before when it is given up. */
    private String type(String prompt, String former) throws IOException {
        StringBuilder text = new StringBuilder(former);
        while (true) {
            draw(prompt + text + "_");
            int key;
            do {
                key = keys.peekCharacter(100);
            } while (key == NonBlockingReader.READ_EXPIRED && !interrupted);
            if (key >= 0) {
                key = keys.readCharacter();
            }
            switch (key) {
                case '\r', '\n' -> {
                    return text.toString().strip();
                }
                case 27, 3, NonBlockingReader.EOF, NonBlockingReader.READ_EXPIRED -> {
                    return former;
                }
                case 127, 8 -> text.setLength(Math.max(0, text.length() - 1));
                case 21 -> text.setLength(0);
                default -> {
                    if (key >= ' ' && key < 127) {
                        text.append((char) key);
                    }
                }
            }
        }
    }

    private void draw(String typed) {
        int width = terminal.getWidth();
        int height = terminal.getHeight();
        List<AttributedString> lines = new ArrayList<>(TopScreen.head(now, colors, width));
        lines.add(new AttributedString(TopScreen.cut(status(), width)));
        int room = Math.max(1, height - lines.size() - 1);
        if (neighbor == null && prefix == null) {
            lines.addAll(table(width, room));
        } else {
            page.stream()
                    .skip(scrolled)
                    .flatMap(line -> TopScreen.wrapped(line, width).stream())
                    .limit(room)
                    .map(AttributedString::new)
                    .forEach(lines::add);
        }
        while (lines.size() < height - 1) {
            lines.add(AttributedString.EMPTY);
        }
        String keyLine = neighbor == null && prefix == null ? KEYS : KEYS_OF_PAGE;
        lines.add(new AttributedString(
                TopScreen.cut(typed.isEmpty() ? keyLine : typed, width),
                colors && typed.isEmpty() ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT));
        display.update(lines.subList(0, Math.min(height, lines.size())), -1);
    }

    /** The rows around the one that is chosen. */
    private List<AttributedString> table(int width, int room) {
        List<Rates> rows = rows();
        view.move(0, rows.size());
        int first = Math.max(0, Math.min(view.selected() - (room - 1) / 2, rows.size() - (room - 1)));
        List<Rates> shown = rows.subList(first, Math.min(rows.size(), first + Math.max(1, room - 1)));
        return TopScreen.table(shown, view.selected() - first, colors, width);
    }

    private String status() {
        if (!problem.isEmpty()) {
            return problem;
        }
        if (prefix != null) {
            return "Prefix " + prefix;
        }
        if (neighbor != null) {
            return "Neighbor " + neighbor;
        }
        return "by " + view.order().label() + (view.reversed() ? ", reversed" : "") + "   every " + interval / 1000.0
                + " s" + (view.filter().isEmpty() ? "" : "   only: " + view.filter());
    }

    @Override
    public void close() {
        terminal.flush();
    }
}
