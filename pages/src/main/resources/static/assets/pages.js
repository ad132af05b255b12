// What pages do in addition if scripts run: times in the person's own zone, and new notifications as they arrive.
// Every page also works without this file.

const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function showTime(element, time) {
	element.dateTime = time;
	element.textContent = format.format(new Date(time));
}

for (const element of document.querySelectorAll("time[datetime]")) {
	if (element.dateTime) {
		showTime(element, element.dateTime);
	}
}

// The server says 20+ for many.
function count(unread) {
	const number = unread.firstElementChild;
	unread.hidden = false;
	if (!number.textContent.endsWith("+")) {
		number.textContent = Number(number.textContent) + 1;
	}
}

// The same elements as the server's, filled with text only.
function add(list, { notificationId, title, body, occurredAt }) {
	const entry = document.getElementById("entry").content.cloneNode(true);
	entry.querySelector("[data-title]").textContent = title;
	entry.querySelector(".message").textContent = body;
	showTime(entry.querySelector("time"), occurredAt);
	const button = entry.querySelector("button");
	button.setAttribute("aria-label", button.dataset.label.replace("{0}", () => title));
	entry.querySelector("form").action = `/account/inbox/${encodeURIComponent(notificationId)}/read`;
	list.prepend(entry);
	document.querySelector("[data-empty]")?.remove();
}

const RETRY_MILLIS = 30_000;

// Only a visible page listens: streams of a user are limited, and each one keeps the session in use. A stream cannot be
// resumed, so a page that has missed something is loaded again; it has no fields that a person could have filled in.
function listen(unread, list) {
	const stream = new EventSource("/api/v1/notifications/stream");
	let opened = false;
	stream.addEventListener("open", () => {
		if (opened) {
			location.reload();
		}
		opened = true;
	});
	stream.addEventListener("notification", (event) => {
		if (unread) {
			count(unread);
		}
		if (list) {
			add(list, JSON.parse(event.data));
		}
	});
	stream.addEventListener("error", () => {
		if (stream.readyState === EventSource.CLOSED) {
			setTimeout(() => location.reload(), RETRY_MILLIS);
		}
	});
	document.addEventListener("visibilitychange", () => {
		if (document.hidden) {
			stream.close();
		} else {
			location.reload();
		}
	});
	addEventListener("pagehide", () => stream.close());
}

const unread = document.querySelector("[data-unread]");
const list = document.querySelector("[data-inbox]");
if ((unread || list) && !document.hidden) {
	listen(unread, list);
}
