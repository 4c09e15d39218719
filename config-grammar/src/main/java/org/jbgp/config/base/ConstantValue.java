package org.jbgp.config.base;

/** The value of a constant ({@code define}) or constant expression, as far as options can use it. */
public sealed interface ConstantValue {

    /** An unsigned 32-bit number, 0 to 4294967295. */
    record Int(long value) implements ConstantValue {}

    /** A switch. */
    record Bool(boolean value) implements ConstantValue {}

    /** An address. */
    record Address(IpAddress value) implements ConstantValue {}

    /** A prefix of one of the families jbgpd carries. */
    record Prefix(IpPrefix value) implements ConstantValue {}

    /** A string. */
    record Text(String value) implements ConstantValue {}

    /** A byte string. */
    record Bytes(java.util.List<Byte> value) implements ConstantValue {}

    /** A value only filters can use (sets, pairs, paths, …); {@code typeName} is the language's name of its type. */
    record Other(String typeName) implements ConstantValue {}
}
