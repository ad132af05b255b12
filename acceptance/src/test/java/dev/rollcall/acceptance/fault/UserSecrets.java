package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.fault.RawSearch.Canary;
import dev.rollcall.acceptance.fault.RawSearch.Kind;
import dev.rollcall.schemas.Topic;
import org.bson.Document;

/**
 * Collects what is known or stored about users: by their clients, in the log, in
 * registration-service's store and in their mails.
 */
final class UserSecrets {

	private static final Pattern LINK = Pattern.compile("[?]token=([A-Za-z0-9_-]+)");

	private final List<Canary> canaries = new ArrayList<>();

	private UserSecrets() {
	}

	static List<Canary> of(FaultRun run, Collection<Session> sessions) {
		Map<String, Session> users = sessions.stream()
			.collect(Collectors.toMap((session) -> session.person().userId(), Function.identity()));
		UserSecrets secrets = new UserSecrets();
		sessions.forEach(secrets::addClient);
		secrets.addNames(run, sessions);
		run.system().dump().log().forEach((record) -> secrets.addRecord(record, users.keySet()));
		run.system().dump().stores().accounts().forEach((account) -> secrets.addAccount(account, users.keySet()));
		sessions.forEach((session) -> links(run.system(), session.person().email())
			.forEach((link) -> secrets.add(session.person().userId(), Kind.LINK, link)));
		return secrets.canaries;
	}

	/** Returns the tokens of the links in the mails to an address. */
	static List<String> links(FaultSystem system, String email) {
		try (Stream<Path> mails = Files.list(system.home().resolve("data/mail"))) {
			return mails.filter((file) -> file.toString().endsWith(".eml"))
				.map(UserSecrets::text)
				.filter((mail) -> mail.startsWith(email))
				.flatMap((mail) -> LINK.matcher(unfolded(mail)).results().map((link) -> link.group(1)))
				.distinct()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Quoted-printable writes a line of 76 characters, and the equals sign, escaped. */
	private static String unfolded(String mail) {
		return mail.replaceAll("=\r?\n", "").replace("=3D", "=");
	}

	private static String text(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void addClient(Session session) {
		Person person = session.person();
		add(person.userId(), Kind.ADDRESS, person.email());
		add(person.userId(), Kind.LOCAL_PART, person.email().substring(0, person.email().indexOf('@')));
		add(person.userId(), Kind.PASSWORD, person.password());
		add(person.userId(), Kind.TOKEN, session.accessToken());
		add(person.userId(), Kind.TOKEN, session.refreshToken());
	}

	private void addNames(FaultRun run, Collection<Session> sessions) {
		Map<String, String> names = run.ledger()
			.read()
			.stream()
			.filter((operation) -> operation.kind() == Operation.Kind.CHANGE_PROFILE)
			.collect(Collectors.toMap(Operation::email, Operation::id, (former, newer) -> newer));
		sessions.forEach((session) -> add(session.person().userId(), Kind.DISPLAY_NAME,
				names.getOrDefault(session.person().email(), "")));
	}

	private void addRecord(LogRecord record, Set<String> users) {
		if (record.key() != null && users.contains(record.key())) {
			if (record.topic().equals(Topic.USER_CREDENTIALS.name())) {
				addBytes(record, Kind.SEALED_HASH, "sealedHash");
			}
			if (record.topic().equals(Topic.NOTIFICATION_REQUESTS.name())) {
				addBytes(record, Kind.SEALED_LINK, "sealedToken");
			}
		}
	}

	private void addBytes(LogRecord record, Kind kind, String field) {
		if (record.key() != null && record.fields().get(field) instanceof String base64) {
			this.canaries.add(new Canary(record.key(), kind, Base64.getDecoder().decode(base64)));
		}
	}

	private void addAccount(Document account, Set<String> users) {
		String user = account.getString("_id");
		if (users.contains(user)) {
			add(user, Kind.HASH, account.getEmbedded(List.of("credential", "hash"), String.class));
		}
	}

	private void add(String user, Kind kind, String text) {
		this.canaries.add(new Canary(user, kind, text.getBytes(StandardCharsets.UTF_8)));
	}

}
