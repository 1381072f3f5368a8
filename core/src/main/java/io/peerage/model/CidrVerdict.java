/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What the allow and deny lists say of an address.
 *
 * <p><b>Threading</b>: immutable, any thread; wait-free. <b>Origin</b>: features B9.
 */
public enum CidrVerdict {
    /** No block of either list contains the address. */
    NONE,
    /** The narrowest block that contains the address is in the allow list. */
    ALLOW,
    /** The narrowest block that contains the address is in the deny list. */
    DENY
}
