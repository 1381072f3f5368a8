/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.security;

/** The public signature of jvm-libp2p's class of this name. */
public class SecureChannelError extends Exception {
    private static final long serialVersionUID = 1;

    public SecureChannelError() {}

    public SecureChannelError(String message) {
        super(message);
    }
}
