/**
 * Numbers that count places.
 *
 * @module
 */

/**
 * Place in a list or along an axis, from 0.
 *
 * @asType integer
 * @minimum 0
 */
export type Index = number;
