package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.options.bgp.BgpAoKeyRows;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.junit.jupiter.api.Test;

class OptionBlocksTest {
    /** Options in a block whose row does not name their table would have no help and no completion. */
    @Test
    void everyTableIsFoundFromTheRowsAndInTheReference() throws Exception {
        OptionBlocks blocks = new OptionBlocks(Dialect.BIRD_2);
        Set<OptionTable<?>> found = new HashSet<>();
        Deque<OptionBlocks.Block> left = new ArrayDeque<>(List.of(blocks.top()));
        blocks.protocols().forEach(word -> left.add(blocks.inside(blocks.top(), List.of("protocol", word))));
        while (!left.isEmpty()) {
            OptionBlocks.Block block = left.pop();
            if (!found.addAll(block.tables())) {
                continue;
            }
            block.protocol()
                    .ifPresent(protocol -> blocks.channels(protocol)
                            .forEach(channel -> left.add(blocks.inside(block, List.of(channel)))));
            block.tables().stream()
                    .flatMap(table -> table.rows().stream())
                    .forEach(row -> Stream.of("", "tcp", "ssh")
                            .forEach(word -> left.add(blocks.inside(block, append(row, word)))));
        }

        List<OptionTable<?>> declared = declared();
        assertThat(found).containsAll(declared);
        // The title of another section says that a block of keys holds keys.
        assertThat(OptionReference.tables())
                .containsAll(declared.stream()
                        .filter(table -> !table.equals(BgpAoKeyRows.KEYS))
                        .toList());
    }

    /** The tables that are constants of classes. */
    private static List<OptionTable<?>> declared() throws Exception {
        Path classes = Path.of(OptionTable.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<OptionTable<?>> tables = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("org/jbgp/config/options"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                for (Field field : Class.forName(name).getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers())
                            && field.getType().equals(OptionTable.class)) {
                        field.setAccessible(true);
                        tables.add((OptionTable<?>) field.get(null));
                    }
                }
            }
        }
        assertThat(tables).contains(GlobalOptions.TABLE);
        return tables;
    }

    @Test
    void aBlockHoldsItsOwnOptionsOnly() {
        OptionBlocks blocks = new OptionBlocks(Dialect.BIRD_2);
        OptionBlocks.Block bfd = blocks.inside(blocks.top(), List.of("protocol", "bfd", "", ""));
        OptionBlocks.Block session = blocks.inside(bfd, List.of("interface", ""));

        assertThat(names(blocks.inside(session, List.of("passwords")))).containsExactly("password", "key");
        assertThat(names(blocks.inside(blocks.top(), List.of("roa", "table", "t"))))
                .containsExactly("roa");
        assertThat(blocks.inside(session, List.of("interval")).tables()).isEmpty();
    }

    private static Stream<String> names(OptionBlocks.Block block) {
        return block.tables().stream().flatMap(table -> table.rows().stream()).map(Option::name);
    }

    private static List<String> append(Option<?> row, String word) {
        return Stream.concat(row.words().stream(), Stream.of(word)).toList();
    }
}
