/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What a peer's score says is to be done with it, from good to bad.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features F2.
 */
public enum ScoreVerdict {
    /** Nothing. */
    NONE,
    /** Its connections are to be closed. */
    DISCONNECT,
    /** It is to be banned. */
    BAN
}
