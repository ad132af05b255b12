package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bson.Document;

/**
 * I4: a canonical e-mail address has at most one account.
 */
final class UniqueEmails implements Guarantee {

	@Override
	public List<String> violations(History history) {
		Map<String, String> owners = new HashMap<>();
		List<String> violations = new ArrayList<>();
		for (Document account : history.stores().accounts()) {
			String userId = account.getString("_id");
			String other = owners.put(NothingLost.canonical(account), userId);
			if (other != null) {
				violations.add("two accounts: users %s and %s have the same address".formatted(other, userId));
			}
		}
		return violations;
	}

}
