/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.libp2p.core.dsl;

/** Empty, because it only stands in other signatures. */
public class Builder {}
