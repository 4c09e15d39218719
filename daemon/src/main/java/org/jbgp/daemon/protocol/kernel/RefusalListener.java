package org.jbgp.daemon.protocol.kernel;

/**
 * Hears which routes the kernel refuses and which of them it takes after all, by {@link KernelProtocol}. Called on
 * the kernel thread.
 */
public interface RefusalListener {
    /** Wants to know nothing. */
    RefusalListener NONE = new RefusalListener() {
        @Override
        public void changed(long hi, long lo, int length, boolean refused) {}

        @Override
        public void flush() {}
    };

    /** From now on the kernel does not have what it shall have for this prefix, or from now on it does. */
    void changed(long hi, long lo, int length, boolean refused);

    /** Hands on what has gathered. */
    void flush();
}
