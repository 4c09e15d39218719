package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CommonTokenStream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.bgp.BgpChannelDraft;
import org.jbgp.config.options.bgp.BgpChannelRows;
import org.jbgp.config.options.bgp.BgpDraft;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.CommonOptions;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.common.PasswordOptions;
import org.jbgp.config.options.global.GlobalDraft;
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
import org.jbgp.config.options.protocol.KernelDraft;
import org.jbgp.config.options.protocol.KernelOptions;
import org.jbgp.config.options.protocol.MrtOptions;
import org.jbgp.config.options.protocol.PipeOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.protocol.StaticOptions;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.IncludingTokens;
import org.jbgp.config.syntax.ItemParser;
import org.jbgp.config.syntax.StatementReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The option tables know every form of an option BIRD's grammar has, and nothing that is not in the list of those
 * forms; what is not refused reads its argument without a complaint.
 */
class BirdOptionsTest {
    private static final SourcePosition SOMEWHERE = new SourcePosition("t", 1, 1);

    /** What the arguments refer to. */
    private static final Map<Boolean, String> NAMES = Map.of(
            true,
            "table t; filter F { accept; }",
            false,
            "ipv4 table t; neighbor table n; filter F { accept; } define NET = 10.0.0.0/8; define NAME = \"eth*\";"
                    + " define ADDRESS = 10.0.0.1;");

    /** The tables by section of the list, with what their actions change. */
    private static StatementApplier.Scope<?> scope(String section, Context context) {
        return switch (section) {
            case "global" ->
                new StatementApplier.Scope<>(
                        new OptionTable<>(TableOptions.GLOBAL.rows(), GlobalOptions.TABLE.rows()),
                        new GlobalDraft(context));
            case "table" ->
                new StatementApplier.Scope<>(TableOptions.TABLE, new TableOptions.TableDraft(IpFamily.IPV4));
            case "roa table" ->
                new StatementApplier.Scope<>(TableOptions.ROA, new TableOptions.TableDraft(IpFamily.IPV4));
            case "guard" -> new StatementApplier.Scope<>(GuardOptions.TABLE, new GuardOptions.GuardDraft());
            case "history" -> new StatementApplier.Scope<>(HistoryOptions.TABLE, new HistoryOptions.HistoryDraft());
            case "listen http" ->
                new StatementApplier.Scope<>(ListenHttpOptions.TABLE, new ListenHttpOptions.PagesDraft());
            case "cli" ->
                new StatementApplier.Scope<>(GlobalOptions.CONTROL_SOCKET, new GlobalOptions.ControlSocketDraft());
            case "thread group" ->
                new StatementApplier.Scope<>(GlobalOptions.THREAD_GROUP, new GlobalOptions.ThreadGroupDraft());
            case "common" -> new StatementApplier.Scope<>(CommonOptions.TABLE, new BgpDraft(context, SOMEWHERE));
            case "channel" ->
                new StatementApplier.Scope<>(ChannelOptions.TABLE, new ChannelDraft("ipv4", IpFamily.IPV4));
            case "direct" ->
                new StatementApplier.Scope<>(DirectOptions.TABLE, new DirectOptions.DirectDraft(context, SOMEWHERE));
            case "pipe" ->
                new StatementApplier.Scope<>(PipeOptions.TABLE, new PipeOptions.PipeDraft(context, SOMEWHERE));
            case "kernel" -> new StatementApplier.Scope<>(KernelOptions.TABLE, new KernelDraft(context, SOMEWHERE));
            case "device" ->
                new StatementApplier.Scope<>(DeviceOptions.TABLE, new DeviceOptions.DeviceDraft(context, SOMEWHERE));
            case "device interface" ->
                new StatementApplier.Scope<>(DeviceOptions.PREFERRED, new DeviceOptions.Preferred());
            case "static" ->
                new StatementApplier.Scope<>(StaticOptions.TABLE, new StaticOptions.StaticDraft(context, SOMEWHERE));
            case "bgp" -> new StatementApplier.Scope<>(BgpOptions.TABLE, new BgpDraft(context, SOMEWHERE));
            case "bgp channel" ->
                new StatementApplier.Scope<>(BgpChannelRows.TABLE, new BgpChannelDraft("ipv4", IpFamily.IPV4));
            case "bfd" -> new StatementApplier.Scope<>(BfdOptions.TABLE, new BfdOptions.BfdDraft(context, SOMEWHERE));
            case "bfd session" ->
                new StatementApplier.Scope<>(BfdSessionOptions.TABLE, new BfdSessionOptions.SessionDraft(true));
            case "radv" ->
                new StatementApplier.Scope<>(RadvOptions.TABLE, new RadvOptions.RadvDraft(context, SOMEWHERE));
            case "radv interface" ->
                new StatementApplier.Scope<>(RadvOptions.INTERFACE, new RadvOptions.InterfaceDraft());
            case "neighbors" -> new StatementApplier.Scope<>(NeighborsOptions.TABLE, new NeighborsOptions.Draft());
            case "password" -> new StatementApplier.Scope<>(PasswordOptions.TABLE, new PasswordOptions.PasswordDraft());
            case "rpki" ->
                new StatementApplier.Scope<>(RpkiOptions.TABLE, new RpkiOptions.RpkiDraft(context, SOMEWHERE));
            case "rpki tcp" ->
                new StatementApplier.Scope<>(RpkiOptions.TCP, new RpkiOptions.RpkiDraft(context, SOMEWHERE));
            case "rpki ssh" ->
                new StatementApplier.Scope<>(RpkiOptions.SSH, new RpkiOptions.RpkiDraft(context, SOMEWHERE));
            case "bmp" -> new StatementApplier.Scope<>(BmpOptions.TABLE, new BmpOptions.BmpDraft(context, SOMEWHERE));
            case "mrt" -> new StatementApplier.Scope<>(MrtOptions.TABLE, new MrtOptions.MrtDraft(context, SOMEWHERE));
            case "aggregator" ->
                new StatementApplier.Scope<>(
                        AggregatorOptions.TABLE, new AggregatorOptions.AggregatorDraft(context, SOMEWHERE));
            default -> throw new IllegalArgumentException("no section [" + section + "]");
        };
    }

    /** Section, with {@code 1.6} at its end for that dialect, to statements. */
    private static Map<String, List<String>> list() throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        try (InputStream stream = BirdOptionsTest.class.getResourceAsStream("bird-options.txt")) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    section = sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new ArrayList<>());
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    section.add(line);
                }
            }
        }
        return sections;
    }

    /** The statement as it would stand in the file, or in a block. */
    private static ConfigStatement statement(String section, String text, Problems problems) {
        boolean top = section.startsWith("global");
        List<ConfigStatement> found = new ArrayList<>();
        items(top ? text + ";" : "protocol x { " + text + "; }", problems)
                .forEach(item -> found.addAll(
                        top
                                ? List.of(StatementReader.top(item))
                                : StatementReader.block(
                                                item.protocolBlock().LBRACE().getSymbol(),
                                                item.protocolBlock().getStop(),
                                                item.protocolBlock().item())
                                        .statements()));
        return found.getFirst();
    }

    private static ItemParser items(String text, Problems problems) {
        CommonTokenStream tokens =
                new CommonTokenStream(new IncludingTokens("t", text, new MemoryFiles(Map.of()), problems));
        tokens.fill();
        return new ItemParser(tokens, problems, (protocol, word) -> false);
    }

    private static ConfigurationBuilder builder(boolean flat, Problems problems) {
        return new ConfigurationBuilder(flat ? Dialect.BIRD_1_6_IPV4 : Dialect.BIRD_2, problems);
    }

    private static void check(String section, String text) {
        boolean flat = section.endsWith(" 1.6");
        Problems problems = new Problems();
        ConfigurationBuilder builder = builder(flat, problems);
        items(NAMES.get(flat), problems).forEach(builder::add);
        StatementApplier.Scope<?> scope =
                scope(flat ? section.substring(0, section.length() - 4) : section, builder.context());
        ConfigStatement statement = statement(section, text, problems);
        Optional<? extends Option<?>> option = scope.table().find(statement, flat);
        assertThat(option).isPresent();
        assertThat(option.get().dialects().isIn(flat)).isTrue();
        new StatementApplier(builder.context()).apply(statement, List.of(scope), section);
        if (option.get().state() == Option.State.REFUSED) {
            assertThat(problems.errors())
                    .extracting(Problem::message)
                    .allMatch(message -> message.contains("not supported"));
        } else {
            assertThat(problems.errors()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOptionOfBirdIsKnown() throws IOException {
        return list().entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .map(text -> DynamicTest.dynamicTest(
                                section.getKey() + ": " + text, () -> check(section.getKey(), text))));
    }

    /** What BIRD does not have. */
    private static final Set<String> OURS = Set.of(
            "[global] mrtdump extended timestamps",
            "[bgp] max path length",
            "[bgp] max communities",
            "[bgp] graceful restart notification",
            "[bgp] drain time",
            "[bgp] graceful shutdown receive",
            "[bfd session] strict",
            "[bmp] monitoring rib local",
            "[bmp] monitoring rib out pre_policy",
            "[bmp] monitoring rib out post_policy",
            "[bmp] route mirroring",
            "[bmp] statistics period");

    @Test
    void everyRowIsAnOptionOfBird() throws IOException {
        Map<String, List<String>> list = list();
        List<String> unlisted = new ArrayList<>();
        for (String section : list.keySet()) {
            boolean flat = section.endsWith(" 1.6");
            String name = flat ? section.substring(0, section.length() - 4) : section;
            OptionTable<?> table =
                    scope(name, builder(flat, new Problems()).context()).table();
            List<ConfigStatement> statements = list.get(section).stream()
                    .map(text -> statement(section, text, new Problems()))
                    .toList();
            for (Option<?> row : table.rows()) {
                boolean inThisList = row.dialects() == Option.Dialects.OLD ? flat : !flat;
                boolean found = statements.stream()
                        .anyMatch(statement -> table.find(statement, flat)
                                .filter(option -> option.words().equals(row.words()))
                                .isPresent());
                if (inThisList && !found) {
                    unlisted.add("[" + section + "] " + row.name());
                }
            }
        }

        unlisted.removeAll(OURS);
        assertThat(unlisted).isEmpty();
    }
}
