package org.jbgp.config.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.options.bgp.BgpChannelRows;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.CommonOptions;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.common.PasswordOptions;
import org.jbgp.config.options.global.GlobalOptions;
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

/** The reference of all options as Markdown, written from the tables that also read them. */
public final class OptionReference {
    private OptionReference() {}

    /** The pages by file name. */
    public static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("global.md", page("Options outside of protocols", GlobalOptions.TABLE));
        pages.put(
                "tables.md",
                page("Tables", TableOptions.GLOBAL) + "\n"
                        + section("In the block of a table of 2.x", TableOptions.TABLE));
        pages.merge(
                "global.md",
                "\n" + section("In the block of 'cli'", GlobalOptions.CONTROL_SOCKET) + "\n"
                        + section("In the block of 'thread group'", GlobalOptions.THREAD_GROUP),
                String::concat);
        pages.merge(
                "tables.md", "\n" + section("In the block of 'roa table' of 1.6", TableOptions.ROA), String::concat);
        pages.put("common.md", page("Options of every protocol", CommonOptions.TABLE));
        pages.put(
                "channel.md",
                page("Options of every channel", ChannelOptions.TABLE)
                        + "\nA file of BIRD 1.6 has no channels: these options stand in the protocol itself.\n");
        pages.put("bgp.md", page("Options of protocol bgp", BgpOptions.TABLE));
        pages.put(
                "bgp-channel.md",
                page("Options of the channels of protocol bgp", BgpChannelRows.TABLE)
                        + "\nA file of BIRD 1.6 has no channels: these options stand in the protocol itself.\n");
        pages.put("static.md", page("Options of protocol static", StaticOptions.TABLE));
        pages.put("kernel.md", page("Options of protocol kernel", KernelOptions.TABLE));
        pages.put(
                "device.md",
                page("Options of protocol device", DeviceOptions.TABLE) + "\n"
                        + section("In the block of 'interface'", DeviceOptions.PREFERRED));
        pages.put("direct.md", page("Options of protocol direct", DirectOptions.TABLE));
        pages.put("pipe.md", page("Options of protocol pipe", PipeOptions.TABLE));
        pages.put(
                "bfd.md",
                page("Options of protocol bfd", BfdOptions.TABLE) + "\n"
                        + section(
                                "In the blocks of 'interface' and 'multihop', and of 'bfd' in protocol bgp",
                                BfdSessionOptions.TABLE)
                        + "\n" + section("In the block of 'password'", PasswordOptions.TABLE));
        pages.put(
                "radv.md",
                page("Options of protocol radv", RadvOptions.TABLE) + "\n"
                        + section("In the block of 'interface'", RadvOptions.INTERFACE) + "\n"
                        + section("In the block of 'neighbors', here and in protocol bgp", NeighborsOptions.TABLE));
        pages.put("bmp.md", page("Options of protocol bmp", BmpOptions.TABLE));
        pages.put(
                "rpki.md",
                page("Options of protocol rpki", RpkiOptions.TABLE) + "\n"
                        + section("In the block of 'transport tcp'", RpkiOptions.TCP) + "\n"
                        + section("In the block of 'transport ssh'", RpkiOptions.SSH));
        pages.put("mrt.md", page("Options of protocol mrt", MrtOptions.TABLE));
        pages.put("aggregator.md", laterPage("aggregator", AggregatorOptions.TABLE));
        return pages;
    }

    /** Of a protocol whose engine comes later. */
    private static String laterPage(String protocol, OptionTable<?> table) {
        return page("Options of protocol " + protocol, table)
                + "\nThese options are read and checked, and one warning for each protocol says what is lost: the engine comes"
                + " later.\n";
    }

    private static String page(String title, OptionTable<?> table) {
        return "# " + title + "\n\n"
                + "Written from the option tables by `OptionReferenceTest`; do not edit.\n\n"
                + rows(table);
    }

    private static String section(String title, OptionTable<?> table) {
        return "## " + title + "\n\n" + rows(table);
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
            case LATER -> "checked";
            case LOSES -> "accepted with a warning: " + row.note();
            case REFUSED -> "refused: " + row.note();
        };
    }
}
