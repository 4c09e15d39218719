/**
 * The process: command line, start and end, signals, privileges, the files it writes for others (pid, log).
 * What a router does belongs to the packages below.
 */
package org.jbgp.daemon;
