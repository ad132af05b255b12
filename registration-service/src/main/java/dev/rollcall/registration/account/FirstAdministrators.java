package dev.rollcall.registration.account;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.rollcall.schemas.EmailAddress;

import org.springframework.stereotype.Component;

/**
 * The administrators that the settings name by address. An account gets the role when
 * such an address is verified. Removing an address from the settings revokes no role.
 */
@Component
public final class FirstAdministrators {

	private final Set<String> canonical;

	FirstAdministrators(AccountProperties properties) {
		this.canonical = properties.administrators()
			.stream()
			.map((address) -> EmailAddress.of(address).canonical())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Grants the role to an account with such a verified address.
	 */
	public Change promote(Account account) {
		if (!account.email().verified() || !this.canonical.contains(account.email().value().canonical())) {
			return Change.none(account);
		}
		Set<String> roles = new TreeSet<>(account.roles());
		roles.add(Account.ADMINISTRATOR);
		return account.changeRoles(roles);
	}

}
