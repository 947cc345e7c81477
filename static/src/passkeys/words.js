// Between the words of JSON, in which bytes are base64url, and those of navigator.credentials, in which they are buffers.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const descriptors = (known) => known?.map((each) => ({ ...each, id: toBytes(each.id) }));

export function fromBase64(options) {
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = descriptors(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = descriptors(options.excludeCredentials);
  return read;
}

export function toJson({ id, rawId, type, response, authenticatorAttachment }) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = toText(response[name]);
  }
  return { id, rawId: toText(rawId), type, authenticatorAttachment, clientExtensionResults: {}, response: said };
}
