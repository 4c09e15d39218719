package org.jbgp.kernel.tcp;

/**
 * Which keys a connection uses, and what came of it ({@code struct tcp_ao_info_opt}). Counters count segments since the
 * socket was made, 64 bits.
 *
 * @param current send id of the key that signs what we send (RFC 5925 §3.1 current_key), -1 if there is none
 * @param next receive id of the key we ask the neighbor to sign with (rnext_key), -1 if there is none
 * @param good segments that were verified
 * @param bad segments that failed verification
 * @param keyMissing segments of a key that is not there
 * @param unsigned segments without TCP-AO
 */
public record TcpAoState(int current, int next, long good, long bad, long keyMissing, long unsigned) {}
