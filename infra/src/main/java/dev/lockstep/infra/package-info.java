/**
 * The AWS side of Lockstep as a CDK app: what it is given, the two stacks, and the parts they are made of. It
 * synthesises without an account, a network or a container engine.
 */
@NullMarked
package dev.lockstep.infra;

import org.jspecify.annotations.NullMarked;
