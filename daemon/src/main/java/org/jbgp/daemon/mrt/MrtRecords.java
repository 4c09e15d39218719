package org.jbgp.daemon.mrt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jbgp.daemon.progress.Work;

/** Reads the records of an MRT file one after the other (RFC 6396 §2). One thread. */
public final class MrtRecords implements Closeable {
    private static final int MOST_BYTES = 1 << 24;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private int type;
    private int subtype;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private final boolean compressed;
    /** Those that were whole, and their bytes. */
    private long records;

    private long bytes;

    private MrtRecords(InputStream in, boolean compressed) {
        this.in = in;
        this.compressed = compressed;
    }

    /** Other ways to compress a file, by the bytes it begins with. */
    private enum Packing {
        BZIP2("bzip2", "425a68"),
        XZ("xz", "fd377a585a00"),
        ZSTD("zstd", "28b52ffd");

        private final String program;
        /** In hexadecimal digits. */
        private final String begin;

        Packing(String program, String begin) {
            this.program = program;
            this.begin = begin;
        }
    }

    /**
     * Opens a file, compressed by gzip or not.
     *
     * @throws IOException also if it is compressed otherwise
     */
    public static MrtRecords open(Path file) throws IOException {
        return open(Files.newInputStream(file));
    }

    /**
     * The same.
     *
     * @param work counts the bytes of the file, beside those of others
     */
    public static MrtRecords open(Path file, Work work) throws IOException {
        work.more(Files.size(file));
        return open(new Counted(Files.newInputStream(file), work));
    }

    private static MrtRecords open(InputStream file) throws IOException {
        InputStream raw = new BufferedInputStream(file, BUFFER);
        try {
            raw.mark(8);
            byte[] begin = raw.readNBytes(6);
            raw.reset();
            for (Packing packing : Packing.values()) {
                if (HexFormat.of().formatHex(begin).startsWith(packing.begin)) {
                    throw new IOException("it is compressed by " + packing.program + ": unpack it, or use gzip");
                }
            }
            boolean compressed = begin.length > 1 && begin[0] == 0x1f && begin[1] == (byte) 0x8b;
            return compressed
                    ? new MrtRecords(new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER), true)
                    : of(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Counts what is read. */
    private static final class Counted extends FilterInputStream {
        private final Work work;

        Counted(InputStream in, Work work) {
            super(in);
            this.work = work;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            work.add(Math.max(0, read));
            return read;
        }
    }

    /** The records of what is not compressed. */
    public static MrtRecords of(InputStream in) {
        return new MrtRecords(in, false);
    }

    /**
     * Goes on to the next record.
     *
     * @return false at the end of the file
     * @throws CutShort if the file ends in the middle of a record that is not its first one
     * @throws IOException also if this is no record
     */
    public boolean next() throws IOException {
        try {
            return whole();
        } catch (EOFException e) {
            if (records == 0) {
                throw e;
            }
            throw new CutShort("the file ends in the middle of record " + (records + 1) + ", which begins at byte "
                    + bytes + (compressed ? " of what it unpacks to" : ""));
        }
    }

    private boolean whole() throws IOException {
        byte[] header = in.readNBytes(MrtBuffer.HEADER);
        if (header.length == 0) {
            return false;
        }
        if (header.length < MrtBuffer.HEADER) {
            throw new EOFException("the file ends in the header of a record");
        }
        ByteBuf fields = Unpooled.wrappedBuffer(header);
        type = fields.getUnsignedShort(4);
        subtype = fields.getUnsignedShort(6);
        long length = fields.getUnsignedInt(8);
        if (length > MOST_BYTES) {
            throw new IOException("a record of " + length + " bytes: this is no MRT file");
        }
        byte[] content = in.readNBytes((int) length);
        if (content.length < length) {
            throw new EOFException("the file ends in a record of " + length + " bytes after " + content.length);
        }
        body = Unpooled.wrappedBuffer(content);
        records++;
        bytes += header.length + length;
        return true;
    }

    /** How many records were whole so far. */
    long count() {
        return records;
    }

    /** Type of the record, by IANA. */
    public int type() {
        return type;
    }

    /** Its subtype. */
    public int subtype() {
        return subtype;
    }

    /** What follows the header; another buffer for each record. */
    public ByteBuf body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
