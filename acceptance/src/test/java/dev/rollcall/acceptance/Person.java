package dev.rollcall.acceptance;

import java.net.URI;

import dev.rollcall.acceptance.Client.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user of a running system, who reads mails.
 */
public final class Person {

	static final String VERIFICATION = "Confirm your address";

	static final String ADDRESS_CHANGE = "Confirm your new address";

	/** The subject of the mail with a link that undoes a change of the address. */
	public static final String ADDRESS_CHANGED = "Your address was changed";

	static final String RECOVERY = "Set a new password";

	private final URI mails;

	private final Client client;

	private final String userId;

	private String email;

	private String password = Client.PASSWORD;

	private String consistency;

	private Person(URI gateway, URI mails, String email) {
		this.mails = mails;
		this.client = new Client(gateway);
		this.email = email;
		Answer registered = this.client.register(email);
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		this.userId = registered.text("userId");
		this.consistency = registered.header("Rollcall-Consistency");
	}

	static Person registered(RunningSystem system) {
		return registered(system, Client.anEmail());
	}

	static Person registered(RunningSystem system, String email) {
		return registered(system.gateway(), system.mailbox(), email);
	}

	static Person verified(RunningSystem system) {
		return verified(system.gateway(), system.mailbox());
	}

	/**
	 * Registers a user.
	 * @param gateway the gateway's address
	 * @param mails the address of the page of mails
	 * @param email the user's address
	 * @return the user
	 */
	public static Person registered(URI gateway, URI mails, String email) {
		return new Person(gateway, mails, email);
	}

	/**
	 * Registers a user and verifies the address.
	 * @param gateway the gateway's address
	 * @param mails the address of the page of mails
	 * @return the user
	 */
	public static Person verified(URI gateway, URI mails) {
		return registered(gateway, mails, Client.anEmail()).verify();
	}

	Person verify() {
		assertThat(open(mailbox().token(VERIFICATION))).isEqualTo(204);
		return this;
	}

	String userId() {
		return this.userId;
	}

	/**
	 * Returns the user's address.
	 * @return the address
	 */
	public String email() {
		return this.email;
	}

	Mailbox mailbox() {
		return new Mailbox(this.mails, this.email);
	}

	Answer signIn() {
		Answer session = trySignIn(this.password);
		assertThat(session.status()).as(session.toString()).isEqualTo(201);
		return session;
	}

	Answer trySignIn(String tried) {
		return this.client.post("/api/v1/sessions",
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(this.email, tried), "Rollcall-Consistency",
				this.consistency);
	}

	/** Returns the link's token. */
	String requestAddress(Answer session, String wanted) {
		Answer answer = this.client.call("POST", "/api/v1/users/me/email", session,
				"{\"password\":\"%s\",\"newEmail\":\"%s\"}".formatted(this.password, wanted));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
		return new Mailbox(this.mails, wanted).token(ADDRESS_CHANGE);
	}

	/**
	 * Changes the address.
	 * @return the mailbox of the former one
	 */
	public Mailbox changeAddress() {
		String wanted = Client.anEmail();
		Mailbox former = mailbox();
		assertThat(open(requestAddress(signIn(), wanted))).isEqualTo(204);
		this.email = wanted;
		return former;
	}

	/**
	 * Requests a recovery link.
	 * @param count how many there are then
	 * @return the link's token
	 */
	String requestRecovery(int count) {
		assertThat(this.client.post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(this.email)).status())
			.isEqualTo(202);
		return mailbox().token(RECOVERY, count);
	}

	void changePassword(String wanted) {
		Answer answer = this.client.call("POST", "/api/v1/users/me/password", signIn(),
				"{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(this.password, wanted));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
		changed(answer);
		this.password = wanted;
	}

	/**
	 * Opens a link that verifies, changes or restores an address.
	 * @param token the link's token
	 * @return the status of the answer
	 */
	public int open(String token) {
		return changed(this.client.post("/api/v1/email-verifications", "{\"token\":\"%s\"}".formatted(token)));
	}

	/** Opens a recovery link. */
	int recover(String token, String wanted) {
		int status = changed(this.client.post("/api/v1/password-resets/confirm",
				"{\"token\":\"%s\",\"newPassword\":\"%s\"}".formatted(token, wanted)));
		this.password = (status == 204) ? wanted : this.password;
		return status;
	}

	private int changed(Answer answer) {
		this.consistency = (answer.status() == 204) ? answer.header("Rollcall-Consistency") : this.consistency;
		return answer.status();
	}

	void awaitNoRequestedAddress() {
		Answer session = signIn();
		await()
			.until(() -> !this.client.get("/api/v1/users/me/export", session).toString().contains("\"email_change\""));
	}

}
