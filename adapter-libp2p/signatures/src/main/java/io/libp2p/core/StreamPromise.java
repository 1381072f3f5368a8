/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core;

import io.libp2p.core.multiformats.Signatures;
import java.util.concurrent.CompletableFuture;

/** The public signature of jvm-libp2p's class of this name. */
public final class StreamPromise<T> {
    public StreamPromise(CompletableFuture<Stream> stream, CompletableFuture<T> controller) {
        throw Signatures.noBody();
    }

    public final CompletableFuture<Stream> getStream() {
        throw Signatures.noBody();
    }

    public final CompletableFuture<T> getController() {
        throw Signatures.noBody();
    }
}
