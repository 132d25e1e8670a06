/** Names that end like this hold a secret … */
const secretEndings =
  /(?:password|passwd|passphrase|passcode|pwd|secret|secretkey|secretaccesskey|token|apikey|privatekey|privatekeymaterial|keymaterial|sharedkey|userdata|secretstring|secretbinary|plaintext|authorization|credentials?|connectionstring|setcookie|samlassertion|xamzsignature|webhookurl)$/;

/** … except these, which only point at one or are no secret at all. */
const harmlessNames =
  /(?:client|clientrequest|creation|idempotency|next|page|pagination|continuation|marker|lifecycleaction|change|lock|tokenizer)token$|^(?:tokens?|hashedpassword|getpassword|changepassword|resetpassword|forgotpassword|ssopassword)$/;

/** Short words that are a secret only on their own. */
const wholeNames = /^(?:token|secret|cookie|userdata|environmentvariables)$/;

/**
 * Is `name` that of a field which holds a secret? `SecretAccessKey`, `db_password`, `x-api-key`,
 * `userData`; not `nextToken`, `secretId`, `passwordLastUsed`.
 */
export const isSecretName = (name: string): boolean => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (wholeNames.test(plain)) return true;
  return secretEndings.test(plain) && !harmlessNames.test(plain);
};
