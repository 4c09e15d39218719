package org.jbgp.daemon.bfd.helper;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Any bytes as what router and helper say to each other: they are read, or end like a broken connection, and cost no
 * more memory than they have bytes.
 */
public final class ChannelFuzz {
    private ChannelFuzz() {}

    /** First byte: which end reads. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(input, 1, input.length - 1));
        DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream());
        try {
            while (true) {
                if ((input[0] & 1) == 0) {
                    Order.write(out, Order.read(in));
                } else {
                    Report.write(out, Report.read(in));
                }
            }
        } catch (IOException e) {
            // The end of the stream, or of its sense.
            return;
        }
    }
}
