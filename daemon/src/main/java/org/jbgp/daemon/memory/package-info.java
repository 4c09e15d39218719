/**
 * Chunked stores of primitives that many rooms build on: numbers for prefixes, ints by number, slots of a hash. Nothing
 * doubles by copying, what is empty is given back. Each object belongs to one thread.
 */
package org.jbgp.daemon.memory;
