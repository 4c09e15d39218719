package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.junit.jupiter.api.Test;

class OptionBlocksTest {
    /** A block that the reference has and nobody finds would have no help and no completion. */
    @Test
    void everyTableOfTheReferenceIsFound() {
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

        assertThat(found).containsAll(OptionReference.tables());
    }

    private static List<String> append(Option<?> row, String word) {
        return Stream.concat(row.words().stream(), Stream.of(word)).toList();
    }
}
