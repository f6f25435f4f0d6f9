namespace OneApi.Client.Tests.Errors;

/// <summary>What the design makes of one kind of error, in the words of <see cref="DesignTable"/>.</summary>
internal sealed record DesignRow(OneApiErrorKind Kind, string SameChannel, string AnotherChannel, string Health);
