/**
 * Records in little memory: what many of them share is kept once, and beside it for each only what
 * is its own. Works on the bytes that protobuf writes, so nothing is lost, and records can be taken
 * in as they were stored, without making objects of them.
 */
@NullMarked
package io.fairlead.scheduler.core.packed;

import org.jspecify.annotations.NullMarked;
