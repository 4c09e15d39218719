package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jbgp.config.options.bgp.BgpAoKeyRows;
import org.jbgp.config.options.bgp.BgpChannelRows;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.CommonOptions;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.common.PasswordOptions;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.global.GuardOptions;
import org.jbgp.config.options.global.HistoryOptions;
import org.jbgp.config.options.global.ListenHttpOptions;
import org.jbgp.config.options.global.TableOptions;
import org.jbgp.config.options.protocol.AggregatorOptions;
import org.jbgp.config.options.protocol.BfdOptions;
import org.jbgp.config.options.protocol.BmpOptions;
import org.jbgp.config.options.protocol.DeviceOptions;
import org.jbgp.config.options.protocol.DirectOptions;
import org.jbgp.config.options.protocol.KernelOptions;
import org.jbgp.config.options.protocol.MrtOptions;
import org.jbgp.config.options.protocol.PipeOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.protocol.StaticOptions;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;

/** The reference of all options, written from the tables that also read them: as Markdown, and for the manual. */
public final class OptionReference {
    private static final String CHANNELS =
            "A file of BIRD 1.6 has no channels: these options stand in the protocol itself.";

    /** In the order of the manual. */
    private static final List<Page> PAGES = List.of(
            Page.of("global", "Options outside of protocols", GlobalOptions.TABLE)
                    .with("In the block of 'guard'", GuardOptions.TABLE)
                    .with("In the block of 'history'", HistoryOptions.TABLE)
                    .with("In the block of 'listen http'", ListenHttpOptions.TABLE)
                    .with("In the block of 'cli'", GlobalOptions.CONTROL_SOCKET)
                    .with("In the block of 'thread group'", GlobalOptions.THREAD_GROUP),
            Page.of("tables", "Tables", TableOptions.GLOBAL)
                    .with("In the block of a table of 2.x", TableOptions.TABLE)
                    .with("In the block of 'roa table' of 1.6", TableOptions.ROA),
            Page.of("common", "Options of every protocol", CommonOptions.TABLE),
            Page.of("channel", "Options of every channel", ChannelOptions.TABLE).remark(CHANNELS),
            Page.of("bgp", "Options of protocol bgp", BgpOptions.TABLE)
                    .with("In the block of 'key', in that of 'keys'", BgpAoKeyRows.TABLE),
            Page.of("bgp-channel", "Options of the channels of protocol bgp", BgpChannelRows.TABLE)
                    .remark(CHANNELS),
            Page.of("static", "Options of protocol static", StaticOptions.TABLE),
            Page.of("kernel", "Options of protocol kernel", KernelOptions.TABLE),
            Page.of("device", "Options of protocol device", DeviceOptions.TABLE)
                    .with("In the block of 'interface'", DeviceOptions.PREFERRED),
            Page.of("direct", "Options of protocol direct", DirectOptions.TABLE),
            Page.of("pipe", "Options of protocol pipe", PipeOptions.TABLE),
            Page.of("bfd", "Options of protocol bfd", BfdOptions.TABLE)
                    .with(
                            "In the blocks of 'interface' and 'multihop', and of 'bfd' in protocol bgp",
                            BfdSessionOptions.TABLE)
                    .with("In the block of 'password'", PasswordOptions.TABLE),
            Page.of("radv", "Options of protocol radv", RadvOptions.TABLE)
                    .with("In the block of 'interface'", RadvOptions.INTERFACE)
                    .with("In the block of 'neighbors', here and in protocol bgp", NeighborsOptions.TABLE),
            Page.of("bmp", "Options of protocol bmp", BmpOptions.TABLE),
            Page.of("rpki", "Options of protocol rpki", RpkiOptions.TABLE)
                    .with("In the block of 'transport tcp'", RpkiOptions.TCP)
                    .with("In the block of 'transport ssh'", RpkiOptions.SSH),
            Page.of("mrt", "Options of protocol mrt", MrtOptions.TABLE),
            Page.of("aggregator", "Options of protocol aggregator", AggregatorOptions.TABLE)
                    .with("In the block of 'aggregate <prefix>'", AggregatorOptions.AGGREGATE));

    /** A table of options under its title. */
    record Section(String title, OptionTable<?> table) {}

    /**
     * A page of the reference.
     *
     * @param name of its file, without the ending
     * @param sections the first is the page's own
     * @param remark what stands below them, or empty
     */
    record Page(String name, List<Section> sections, String remark) {
        static Page of(String name, String title, OptionTable<?> table) {
            return new Page(name, List.of(new Section(title, table)), "");
        }

        Page with(String title, OptionTable<?> table) {
            List<Section> all = new ArrayList<>(sections);
            all.add(new Section(title, table));
            return new Page(name, List.copyOf(all), remark);
        }

        Page remark(String text) {
            return new Page(name, sections, text);
        }
    }

    private OptionReference() {}

    /** All tables it has. */
    static List<OptionTable<?>> tables() {
        return PAGES.stream()
                .flatMap(page -> page.sections().stream())
                .<OptionTable<?>>map(Section::table)
                .toList();
    }

    /** The Markdown pages by file name. */
    public static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        for (Page page : PAGES) {
            StringBuilder text = new StringBuilder();
            for (Section section : page.sections()) {
                if (text.isEmpty()) {
                    text.append("# ").append(section.title()).append("\n\n");
                    text.append("Written from the option tables by `OptionReferenceTest`; do not edit.\n\n");
                } else {
                    text.append("\n## ").append(section.title()).append("\n\n");
                }
                text.append(rows(section.table()));
            }
            if (!page.remark().isEmpty()) {
                text.append('\n').append(page.remark()).append('\n');
            }
            pages.put(page.name() + ".md", text.toString());
        }
        return pages;
    }

    /** All of it for the manual page jbgpd.conf(5), as man(7) has it: a section for each page. */
    public static String manual() {
        StringBuilder text = new StringBuilder();
        for (Page page : PAGES) {
            for (Section section : page.sections()) {
                text.append(section.equals(page.sections().getFirst()) ? ".SH " : ".SS ")
                        .append('"')
                        .append(Roff.text(section.title()))
                        .append("\"\n");
                if (section.equals(page.sections().getFirst()) && !page.remark().isEmpty()) {
                    text.append(Roff.text(page.remark())).append('\n');
                }
                section.table().rows().forEach(row -> text.append(entry(row)));
            }
        }
        return text.toString();
    }

    private static String entry(Option<?> row) {
        StringBuilder text =
                new StringBuilder(".TP\n\\fB").append(Roff.text(row.name())).append("\\fR");
        if (!row.argument().isEmpty()) {
            text.append(' ').append(Roff.text(row.argument()));
        }
        text.append('\n').append(Roff.text(row.meaning()));
        List<String> remarks = new ArrayList<>();
        if (!row.standard().isEmpty()) {
            remarks.add("Default: " + row.standard() + ".");
        }
        if (row.dialects() != Option.Dialects.BOTH) {
            remarks.add("Only in " + row.dialects().title() + ".");
        }
        if (row.state() == Option.State.LOSES || row.state() == Option.State.REFUSED) {
            remarks.add(state(row).substring(0, 1).toUpperCase(Locale.ROOT)
                    + state(row).substring(1) + ".");
        }
        remarks.forEach(remark -> text.append(' ').append(Roff.text(remark)));
        return text.append('\n').toString();
    }

    private static String rows(OptionTable<?> table) {
        StringBuilder text = new StringBuilder();
        text.append("| option | argument | default | dialects | meaning | state |\n");
        text.append("| --- | --- | --- | --- | --- | --- |\n");
        for (Option<?> row : table.rows()) {
            List<String> cells = List.of(
                    "`" + row.name() + "`",
                    row.argument().isEmpty() ? "" : "`" + row.argument() + "`",
                    row.standard(),
                    row.dialects().title(),
                    row.meaning(),
                    state(row));
            text.append('|');
            for (String cell : cells) {
                text.append(' ').append(cell.replace("|", "\\|")).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String state(Option<?> row) {
        return switch (row.state()) {
            case WORKS -> "works";
            case LOSES -> "accepted with a warning: " + row.note();
            case REFUSED -> "refused: " + row.note();
        };
    }
}
