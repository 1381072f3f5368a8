/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.etc.types;

/** The public signature of jvm-libp2p's class of this name. */
public final class NothingToCompleteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NothingToCompleteException() {}
}
