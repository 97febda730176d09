package dev.berth.platform.http;

/// The rooms of one server; see [HeapRoom].
///
/// @param bodies for request bodies that are read whole, until their answer has left
/// @param building for answers while they are built in memory
/// @param sending for answers that lie in memory, until their client has them
record HeapRooms(HeapRoom bodies, HeapRoom building, HeapRoom sending) {

    static HeapRooms ofProcess(HttpEvents events) {
        return new HeapRooms(
                HeapRoom.ofBodies(events), HeapRoom.ofBuilding(events), HeapRoom.ofSending(events));
    }
}
