package org.jbgp.daemon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntSlabCapacityTest {
    /** Chunks that are used and the one that is kept, whatever came and went. */
    @Test
    void countsWhatItHasMemoryFor() {
        IntSlab slab = new IntSlab(4);
        assertThat(slab.capacity()).isZero();
        for (int index = 0; index < 160; index++) {
            slab.set(index, 7);
        }
        assertThat(slab.capacity()).isEqualTo(160);
        for (int index = 0; index < 48; index++) {
            slab.set(index, 0);
        }
        // Two of three that emptied are given back.
        assertThat(slab.capacity()).isEqualTo(128);
        slab.set(0, 1);
        assertThat(slab.capacity()).isEqualTo(128);
        slab.set(20, 1);
        assertThat(slab.capacity()).isEqualTo(144);
        slab.clear();
        assertThat(slab.capacity()).isZero();
    }
}
