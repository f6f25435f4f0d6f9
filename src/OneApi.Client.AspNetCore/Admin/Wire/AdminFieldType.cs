namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What a member of a request's body, or a parameter of its query, may hold. Null stands for leaving it out.</summary>
internal enum AdminFieldType
{
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number, written as a number or as a text; read exactly.</summary>
    Decimal,

    /// <summary>A number that is no money.</summary>
    Number,

    Boolean,

    /// <summary>A moment in ISO 8601 with its offset.</summary>
    Moment,

    TextList,

    /// <summary>An object whose members are texts.</summary>
    TextMap,

    /// <summary>An object with members of its own.</summary>
    Object,

    /// <summary>A list of such objects.</summary>
    ObjectList,
}
