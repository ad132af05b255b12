package dev.rollcall.registration.hash;

import java.util.Optional;

import dev.rollcall.schemas.PasswordHash;

/**
 * The ways in which hashes of one kind are written.
 */
interface HashFormat {

	/**
	 * Reads a hash.
	 * @return empty if the text is of another kind
	 * @throws RefusedHash if it is of this kind, but breaks a rule
	 */
	Optional<PasswordHash> read(String text);

}
