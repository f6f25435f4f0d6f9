namespace OneApi.Client.Errors;

/// <summary>One row of a provider's error table. What is <see langword="null"/> matches anything.</summary>
/// <param name="Kind">The kind that a match means.</param>
/// <param name="Status">The HTTP status, or the numeric code in the body that stands for one.</param>
/// <param name="Code">The structured code or type of the body, compared without case; a <c>*</c> at its end stands for any characters.</param>
/// <param name="Text">A part of the message, compared without case; a <c>+</c> joins parts that must all be there, a part after <c>!</c> must not, and one after <c>^</c> must be the beginning.</param>
internal sealed record ErrorRule(OneApiErrorKind Kind, int? Status = null, string? Code = null, string? Text = null);
