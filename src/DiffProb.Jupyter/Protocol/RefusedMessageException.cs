namespace DiffProb;

/// <summary>A message is not taken.</summary>
/// <param name="why">Why, in half a sentence.</param>
internal sealed class RefusedMessageException(string why) : Exception(why);
