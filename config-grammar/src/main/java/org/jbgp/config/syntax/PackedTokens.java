package org.jbgp.config.syntax;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.misc.Pair;

/**
 * Tokens in three or four bytes each instead of fifty: a large file has hundreds of thousands, of which only those of
 * the item being parsed are needed as objects. They are packed in chunks and made again when they are asked for; so the
 * same index may come to different objects that say the same. Belongs to one thread.
 */
final class PackedTokens extends AbstractList<Token> implements RandomAccess {
    private static final int SHIFT = 8;
    /** Tokens of a chunk. */
    private static final int CHUNK = 1 << SHIFT;
    /** Chunks that are held as objects: a parser looks a little back and ahead. */
    private static final int UNPACKED = 4;

    /** In the place of a type: the token is kept as it is, its number follows. */
    private static final int WHOLE = 0xFF;
    /** In the place of a type: file, first character, line and column of the next token follow. */
    private static final int PLACE = 0xFE;
    /** What is added to types, so that the end of the file is no exception. */
    private static final int TYPE = -Token.EOF;

    private final List<byte[]> packed = new ArrayList<>();
    /** The last tokens, which are no whole chunk yet. */
    private Token[] open = new Token[CHUNK];

    private int size;
    private final List<Pair<TokenSource, CharStream>> files = new ArrayList<>();
    /** Those that differ from what stands in their place in the file. */
    private final List<Token> whole = new ArrayList<>();

    private final Token[][] unpacked = new Token[UNPACKED][];
    private final int[] unpackedChunk = new int[UNPACKED];
    private byte[] scratch = new byte[CHUNK * 4];

    @Override
    public int size() {
        return size;
    }

    /** Bytes that packed tokens take. */
    int bytes() {
        return packed.stream().mapToInt(chunk -> chunk.length).sum();
    }

    @Override
    public boolean add(Token token) {
        open[size++ & (CHUNK - 1)] = token;
        if ((size & (CHUNK - 1)) == 0) {
            packed.add(new Packer().pack(open));
            open = new Token[CHUNK];
        }
        return true;
    }

    @Override
    public Token get(int index) {
        int chunk = index >> SHIFT;
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (chunk == packed.size() ? open : unpacked(chunk))[index & (CHUNK - 1)];
    }

    private Token[] unpacked(int chunk) {
        int slot = chunk & (UNPACKED - 1);
        if (unpacked[slot] == null || unpackedChunk[slot] != chunk) {
            unpacked[slot] = new Unpacker(packed.get(chunk)).unpack(chunk << SHIFT);
            unpackedChunk[slot] = chunk;
        }
        return unpacked[slot];
    }

    /** The end of the token before, from which most of the next one follows. */
    private static class Position {
        int file = -1;
        /** The character behind it. */
        int at;

        int line;
        /** The first character of the line. */
        int lineStart;
    }

    /** Writes a chunk. */
    private final class Packer extends Position {
        private int length;

        byte[] pack(Token[] tokens) {
            for (Token token : tokens) {
                if (token.getClass().equals(CommonToken.class)) {
                    pack(token);
                } else {
                    write(WHOLE);
                    number(whole.size());
                    whole.add(token);
                }
            }
            return Arrays.copyOf(scratch, length);
        }

        private void pack(Token token) {
            int start = token.getStartIndex();
            int column = token.getCharPositionInLine();
            if (!follows(token)) {
                file = file(token);
                at = start;
                line = token.getLine();
                lineStart = start - column;
                write(PLACE);
                number(file);
                number(start);
                number(line);
                number(column);
            }
            write(token.getType() + TYPE);
            int lines = token.getLine() - line;
            number(((start - at) << 1) | (lines == 0 ? 0 : 1));
            if (lines != 0) {
                number(lines);
                number(column);
                line = token.getLine();
                lineStart = start - column;
            }
            number(token.getStopIndex() + 1 - start);
            at = token.getStopIndex() + 1;
        }

        private boolean follows(Token token) {
            return file >= 0
                    && files.get(file).b.equals(token.getInputStream())
                    && token.getStartIndex() >= at
                    && (token.getLine() > line
                            || (token.getLine() == line
                                    && token.getCharPositionInLine() == token.getStartIndex() - lineStart));
        }

        private int file(Token token) {
            for (int i = files.size() - 1; i >= 0; i--) {
                if (files.get(i).b.equals(token.getInputStream())) {
                    return i;
                }
            }
            files.add(new Pair<>(token.getTokenSource(), token.getInputStream()));
            return files.size() - 1;
        }

        /** Seven bits a byte, the lowest first; all but the last byte have the eighth bit. */
        private void number(int number) {
            int rest = number;
            while (rest >>> 7 != 0) {
                write((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            write(rest);
        }

        private void write(int value) {
            if (length == scratch.length) {
                scratch = Arrays.copyOf(scratch, 2 * length);
            }
            scratch[length++] = (byte) value;
        }
    }

    /** Reads a chunk. */
    private final class Unpacker extends Position {
        private final byte[] bytes;
        private int next;

        Unpacker(byte[] bytes) {
            this.bytes = bytes;
        }

        /** @param first index of its first token */
        Token[] unpack(int first) {
            Token[] tokens = new Token[CHUNK];
            for (int i = 0; i < CHUNK; i++) {
                tokens[i] = token(first + i);
            }
            return tokens;
        }

        private Token token(int index) {
            int type = bytes[next++] & 0xFF;
            if (type == WHOLE) {
                return whole.get(number());
            }
            if (type == PLACE) {
                file = number();
                at = number();
                line = number();
                lineStart = at - number();
                type = bytes[next++] & 0xFF;
            }
            int gap = number();
            int start = at + (gap >> 1);
            if ((gap & 1) != 0) {
                line += number();
                lineStart = start - number();
            }
            at = start + number();
            CommonToken token = new CommonToken(files.get(file), type - TYPE, Token.DEFAULT_CHANNEL, start, at - 1);
            token.setLine(line);
            token.setCharPositionInLine(start - lineStart);
            token.setTokenIndex(index);
            return token;
        }

        private int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes[next++];
                number |= (part & 0x7F) << shift;
                if (part >= 0) {
                    return number;
                }
            }
        }
    }
}
