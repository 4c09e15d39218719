package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jbgp.config.base.NamePattern;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh statu | Plain[]",
                "s p | ShowProtocols[selector=Matching[pattern=*], all=false]",
                "show protocols all | ShowProtocols[selector=Matching[pattern=*], all=true]",
                "show protocols all up1 | ShowProtocols[selector=Named[name=up1], all=true]",
                "show protocols \"up*\" all | ShowProtocols[selector=Matching[pattern=up*], all=true]",
                "show protocols allways | ShowProtocols[selector=Named[name=allways], all=false]",
                "show protocols 'my.peer-1' | ShowProtocols[selector=Named[name=my.peer-1], all=false]",
                "show interfaces summ | ShowInterfaces[summary=true]",
                "conf c | 9001 syntax error, ambiguous c, could be check or confirm",
                "configure soft \"/etc/x\" timeout 5 | Configure[request=ConfigureRequest[file=/etc/x, mode=SOFT, undoAfter=PT5S]]",
                "reload in up1 | Reload[direction=IN, selector=Named[name=up1]]",
                "reload in up1 # once more | Reload[direction=IN, selector=Named[name=up1]]",
                "reload filters out up1 | Reload[direction=OUT, selector=Named[name=up1]]",
                "reload bgp up1 | Reload[direction=BOTH, selector=Named[name=up1]]",
                "reload filters | Reload[direction=BOTH, selector=Named[name=filters]]",
                "show protocols al up1 | ShowProtocols[selector=Named[name=up1], all=true]",
                "show protocols a all | ShowProtocols[selector=Named[name=a], all=true]",
                "reload all | Reload[direction=BOTH, selector=Matching[pattern=*]]",
                "disable up1 \"going home\" | ChangeProtocols[change=DISABLE, selector=Named[name=up1], message=going home]",
                "echo { info, error } 300 | Echo[classes=[INFO, ERROR], size=300]",
                "echo off | Echo[classes=[], size=4096]",
                "echo all 100 | 9001 Invalid log buffer size 100, must be 256..65536",
                "show ? | Help[topic=show]",
                "show route filter f | 9001 there is no filter f",
                "show route filter f where true | 9001 there is no filter f",
                "show route where true where false | 9001 Filter specified twice",
                "show route where 5 | 9001 the condition behind where must be bool, not int",
                "show route where nonsense | 9001 unknown name nonsense",
                "show route where bgp_paht.len > 3 | '9001 unknown name bgp_paht, did you mean bgp_path?'",
                "show route where | '9001 syntax error, unexpected end of command, expecting expression'",
                "show route where bgp_path.len + | 9001 unexpected end of command",
                "show route where net.len > 8 frobnicate | '9001 syntax error, unexpected frobnicate, expecting for, in, table, filter, where, all, primary, filtered, import, export, exported, preexport, noexport, protocol, stats or count'",
                "show route import table up1 | '9001 syntax error, unexpected up1, expecting protocol.channel, for instance up1.ipv4'",
                "show route filtered import table up1.ipv4 | 9001 Incompatible show route options",
                "eval | '9001 syntax error, unexpected end of command, expecting expression'",
                "eval 1 + \"a\" | '9001 the right side of + must be int, not string'",
                "eval 1 1 | '9001 syntax error, unexpected 1, expecting end of command'",
                "show roa for 10.0.0.1 as 5 table t | ShowRoa[range=Covering[prefix=Prefix[family=IPV4_UNICAST, hi=0, lo=167772161, length=32]], origin=5, table=t]",
                "explain route 10.0.0.1 up1 | ExplainRoute[prefix=Prefix[family=IPV4_UNICAST, hi=0, lo=167772161, length=32], longest=true, protocol=up1, table=null]",
                "show route explain 10.0.0.0/8 table t | ExplainRoute[prefix=Prefix[family=IPV4_UNICAST, hi=0, lo=167772160, length=8], longest=false, protocol=null, table=t]",
                "explain | '9001 syntax error, unexpected end of command, expecting route'",
                "explain route | '9001 syntax error, unexpected end of command, expecting prefix or address'",
                "explain route 10.0.0.1/8 | '9001 Invalid IPv4 prefix 10.0.0.1/8, maybe you wanted 10.0.0.0/8'",
                "debug up1 all | Debug[selector=Named[name=up1], flags=[STATES, ROUTES, FILTERS, INTERFACES, EVENTS, PACKETS]]",
                "debug all off | Debug[selector=Matching[pattern=*], flags=[]]",
                "debug \"up*\" { routes, filters } | Debug[selector=Matching[pattern=up*], flags=[ROUTES, FILTERS]]",
                "debug up1 { paths } | '9001 syntax error, unexpected paths, expecting states, routes, filters, interfaces, events or packets'",
                "show ospf | 9001 There is no OSPF protocol running; jbgpd does not speak it",
                "add roa 10.0.0.0/8 max 9 as 5 | 9001 add roa: put the authorisation into the configuration and say `configure`",
                "graceful restart | Plain[]",
                "timeformat iso long us | 'SetTimeFormat[format=TimeFormat[recent=%F %T.%6f, limit=0, old=Optional.empty]]'",
                "timeformat iso short | 'SetTimeFormat[format=TimeFormat[recent=%T, limit=72000, old=Optional[%F]]]'",
                "timeformat \"%F\" 60 \"%T\" | 'SetTimeFormat[format=TimeFormat[recent=%F, limit=60, old=Optional[%T]]]'",
                "timeformat route | '9001 syntax error, unexpected route, expecting iso'",
                "show route 1.2.3.4 | 9001 syntax error, unexpected 1.2.3.4, expecting prefix; for one address say `for 1.2.3.4`",
                "show route fd00::1/64 | 9001 'Invalid IPv6 prefix fd00::1/64, maybe you wanted fd00::/64'",
                "show status now | 9001 syntax error, unexpected now, expecting end of command",
                "disable | '9001 syntax error, unexpected end of command, expecting protocol name, \"pattern\" or all'",
                "show protocols \"up | 9001 Unterminated string",
            })
    void understands(String line, String expected) {
        if (expected.contains("9001 ")) {
            String message = expected.replace("'", "").substring("9001 ".length());
            assertThatThrownBy(() -> CommandTable.parse(line, Golden2.router()::language))
                    .hasMessage(message);
        } else {
            assertThat(parse(line)).isEqualTo(expected);
        }
    }

    private static String parse(String line) {
        try {
            return CommandTable.parse(line, Golden2.router()::language)
                    .command()
                    .toString();
        } catch (CommandException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    /** A line of each command, as long as it gets. */
    private static final List<String> WHOLE = List.of(
            "show bfd sessions b1 all",
            "show status",
            "show protocols all up1",
            "show neighbors up1",
            "show route 10.0.0.0/8 table t protocol p export q primary all where true count",
            "show roa 10.0.0.0/8 as 5 table t",
            "show interfaces summary",
            "show memory",
            "show load",
            "show progress",
            "show changes 10.0.0.0/8 up1 since \"-1h\" all",
            "show diff \"-1h\" \"now\" table t all",
            "show rejected 10.0.0.0/8 up1",
            "show flaps since \"-1h\" all",
            "show static s",
            "show symbols table",
            "configure soft \"f\" timeout 5",
            "configure soft",
            "configure check \"f\"",
            "configure plan \"f\"",
            "configure apply 1a2b3c4d",
            "configure changes",
            "configure timeout 5",
            "configure confirm",
            "configure undo",
            "configure status",
            "configure \"f\" timeout 5",
            "enable up1 \"why\"",
            "disable up1 \"why\"",
            "restart up1 \"why\"",
            "reload in up1",
            "drain up1",
            "undrain up1",
            "debug up1 { states }",
            "explain route 10.0.0.1 up1 table t",
            "show route explain 10.0.0.1 protocol up1 table t",
            "watch 10.0.0.0/8 up1",
            "eval 1 + 1",
            "down",
            "echo { info } 300",
            "restrict",
            "timeformat \"%F\" 5 \"%T\"",
            "timeformat iso long ms",
            "dump filter all \"f\"",
            "mrt dump table t to \"f\" where true",
            "mrtdump up1 { states }",
            "graceful restart",
            "quit",
            "exit");

    /** A word too many is never passed over. */
    @Test
    void aWordTooMany() throws CommandException {
        Set<String> rows = new TreeSet<>();
        for (String line : WHOLE) {
            rows.add(CommandTable.parse(line, Golden2.router()::language).row().name());
            for (String word : List.of("extra", "'extra word'", "{")) {
                assertThatThrownBy(() -> CommandTable.parse(line + " " + word, Golden2.router()::language))
                        .as("%s %s", line, word)
                        .isInstanceOf(CommandException.class)
                        .hasMessageContaining(word.replace("'", ""));
            }
        }
        assertThat(rows)
                .containsExactlyElementsOf(CommandTable.ROWS.stream()
                        .map(CommandRow::name)
                        .filter(name -> !name.equals("help"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "explain route 10.0.0.1 up1 up2 | Protocol specified twice: up1 and up2",
                "explain route 10.0.0.1 table a table b | Table specified twice: a and b",
                "show roa 10.0.0.0/8 in 10.0.0.0/8 | Only one prefix expected",
                "show roa as 5 as 6 | AS specified twice",
                "show roa table a table b | Table specified twice: a and b",
                "show route table a import table p.ipv4 | Incompatible show route options",
                "mrt dump table a table b | Table specified twice: a and b",
                "mrt dump to a to b | File specified twice: a and b",
                "mrt dump where true where true | Filter specified twice",
                "show bfd sessions b1 b2 | Protocol specified twice: b1 and b2",
                "show bfd sessions ipv4 ipv6 | Options 'ipv4' and 'ipv6' are mutually exclusive",
                "show bfd sessions address x | syntax error, unexpected x, expecting address or prefix",
                "show interfaces '' | syntax error, unexpected , expecting summary",
                "configure '' | syntax error, unexpected , expecting soft, check, plan, timeout, confirm, undo or status",
                "show '' | syntax error, unexpected , expecting status, protocols, neighbors, load, route, changes, diff, flaps, interfaces, memory, bfd, static or symbols",
                "show roa '' | syntax error, unexpected , expecting in, for, as or table",
                "'' | syntax error, unexpected , expecting show, configure, enable, disable, restart, reload, drain, undrain, debug, explain, watch, eval, down, echo, restrict, timeformat, dump, mrt, mrtdump, graceful, help, quit or exit",
                "show route '' | syntax error, unexpected , expecting for, in, table, filter, where, all, primary, filtered, import, export, exported, preexport, noexport, protocol, stats or count"
            })
    void nothingIsSaidTwiceNorEmpty(String line, String message) {
        assertThatThrownBy(() -> CommandTable.parse(line, Golden2.router()::language))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }

    @Test
    void shortFormsOfRouteAreNotThoseOfRoa() throws CommandException {
        assertThat(CommandTable.parse("s r", () -> null).command()).isInstanceOf(ControlCommand.ShowRoute.class);
        assertThat(CommandTable.parse("show roa", () -> null).command()).isInstanceOf(ControlCommand.ShowRoa.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "up*, up1, true",
        "up*, down, false",
        "u?1, up1, true",
        "u?1, u1, false",
        "*_1, mesh_1, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "\\*, *, true",
        "\\*, x, false"
    })
    void globs(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }
}
